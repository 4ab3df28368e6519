import { type UseQueryResult, useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import type { ProjectWorker } from '@whisker/api/workers.ts'
import { useMay } from '../../../../account/session.ts'
import { Age } from '../../../../ui/age.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import { Copyable } from '../../../../ui/copy.tsx'
import type { Columns } from '../../../../ui/data-table.tsx'
import { Empty } from '../../../../ui/empty.tsx'
import { ListTable } from '../../../../ui/list-table.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { formatCount, formatDuration, formatShare, plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import table from '../../../../ui/table.module.css'
import { useProject } from '../project-context.tsx'
import { labelLinkQuery, workersQuery } from '../queries.ts'
import { WorkerActions } from './actions.tsx'
import { SuspicionsSection } from './suspicions-section.tsx'

/** /app/projects/:id/workers */
export function WorkersPage() {
  const project = useProject()
  const editor = useMay('editor')
  const workers = useQuery(workersQuery(project.id))
  return (
    <>
      {editor && project.status !== 'archived' && <Invite project={project} />}
      <Section title="Who works on it" flush>
        <WorkerTable project={project} workers={workers} editor={editor} />
      </Section>
      <SuspicionsSection project={project} />
    </>
  )
}

function Invite({ project }: { project: Project }) {
  const link = useQuery(labelLinkQuery(project.id))
  return (
    <Section
      title="Let people in"
      lead="Who opens this link can answer at once; no account is needed. Give it only to people who may see the pictures."
    >
      <Loaded query={link} rows={1}>
        {({ url }) => <Copyable value={url} label="Label link" />}
      </Loaded>
    </Section>
  )
}

function WorkerTable(props: { project: Project; workers: UseQueryResult<{ data: ProjectWorker[] }>; editor: boolean }) {
  const { project } = props
  const columns: Columns<ProjectWorker> = [
    { head: 'Worker', cell: (worker) => <Named project={project} worker={worker} /> },
    { head: 'Answers', fit: 'figure', cell: ({ answers }) => formatCount(answers) },
    {
      head: 'Agreement',
      hint: 'How often their answers say what the result says, where at least two people answered or somebody who knows decided. Counted at each refit.',
      fit: 'figure',
      wide: true,
      cell: ({ agreement }) =>
        agreement ? (
          <span title={`${plural(agreement.values, 'value')} compared`}>{formatShare(agreement.share)}</span>
        ) : (
          '–'
        ),
    },
    {
      head: 'Median time',
      fit: 'figure',
      wide: true,
      cell: ({ median_seconds: median }) => (median === null ? '–' : formatDuration(median)),
    },
    {
      head: 'Last answer',
      fit: 'figure',
      quiet: true,
      wide: true,
      cell: ({ last_answer_at: last }) => (last ? <Age at={last} /> : '–'),
    },
    props.editor && {
      head: 'What to do',
      unseen: true,
      fit: 'figure',
      cell: (worker) => <WorkerActions projectId={project.id} worker={worker} />,
    },
  ]
  return (
    <ListTable
      query={props.workers}
      columns={columns}
      keyOf={(worker) => worker.worker_id}
      none={
        <Empty icon="people" title="Nobody yet">
          Whoever opens the link of this project and answers a task is listed here.
        </Empty>
      }
    />
  )
}

function Named({ project, worker }: { project: Project; worker: ProjectWorker }) {
  return (
    <>
      <Link
        to="/projects/$project/workers/$worker"
        params={{ project: String(project.id), worker: worker.worker_id }}
        className={table.strong}
      >
        {worker.name || worker.worker_id}
      </Link>{' '}
      {worker.removed && <Badge>Removed</Badge>}
      {!worker.removed && worker.paused_at && <Badge tone="warn">Paused</Badge>}{' '}
      {worker.too_fast > 0 && <Badge tone="warn">{formatCount(worker.too_fast)} too fast</Badge>}
      {worker.paused_reason && !worker.removed && <p className={table.quiet}>{worker.paused_reason}</p>}
    </>
  )
}
