import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Project } from '@whisker/api/projects.ts'
import type { ProjectWorker } from '@whisker/api/workers.ts'
import { useMay } from '../../../../account/session.ts'
import { Age } from '../../../../ui/age.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import { Copyable } from '../../../../ui/copy.tsx'
import { Empty } from '../../../../ui/empty.tsx'
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
        <Loaded query={workers}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty icon="people" title="Nobody yet">
                Whoever opens the link of this project and answers a task is listed here.
              </Empty>
            ) : (
              <WorkerTable project={project} workers={data} editor={editor} />
            )
          }
        </Loaded>
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

function WorkerTable({ project, workers, editor }: { project: Project; workers: ProjectWorker[]; editor: boolean }) {
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Worker</th>
            <th className={table.number}>Answers</th>
            <th
              className={`${table.number} ${table.hideOnPhone}`}
              title="How often their answers say what the result says, where at least two people answered or somebody who knows decided. Counted at each refit."
            >
              Agreement
            </th>
            <th className={`${table.number} ${table.hideOnPhone}`}>Median time</th>
            <th className={`${table.number} ${table.hideOnPhone}`}>Last answer</th>
            {editor && (
              <th>
                <span className="visually-hidden">What to do</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {workers.map((worker) => (
            <tr key={worker.worker_id}>
              <td>
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
              </td>
              <td className={table.number}>{formatCount(worker.answers)}</td>
              <td className={`${table.number} ${table.hideOnPhone}`}>
                {worker.agreement ? (
                  <span title={`${plural(worker.agreement.values, 'value')} compared`}>
                    {formatShare(worker.agreement.share)}
                  </span>
                ) : (
                  '–'
                )}
              </td>
              <td className={`${table.number} ${table.hideOnPhone}`}>
                {worker.median_seconds === null ? '–' : formatDuration(worker.median_seconds)}
              </td>
              <td className={`${table.number} ${table.quiet} ${table.hideOnPhone}`}>
                {worker.last_answer_at ? <Age at={worker.last_answer_at} /> : '–'}
              </td>
              {editor && (
                <td className={table.number}>
                  <WorkerActions projectId={project.id} worker={worker} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
