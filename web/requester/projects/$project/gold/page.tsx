import { Button } from '@mantine/core'
import {
  type InfiniteData,
  type UseInfiniteQueryResult,
  useInfiniteQuery,
  useMutation,
  useQueryClient,
} from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { GoldTask } from '@whisker/api/gold.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { Badge } from '../../../../ui/badge.tsx'
import { ConfirmButton } from '../../../../ui/confirm.tsx'
import type { Columns } from '../../../../ui/data-table.tsx'
import { Empty } from '../../../../ui/empty.tsx'
import { ListTable, ShowMore } from '../../../../ui/list-table.tsx'
import { notifyDone, notifyProblem } from '../../../../ui/notify.ts'
import { formatShare, plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { projectQuery } from '../../queries.ts'
import { useProject } from '../project-context.tsx'
import { goldQuery } from '../queries.ts'
import { summarize } from '../values.ts'
import { ImportSection } from './import-section.tsx'
import { TrainingNote } from './training-note.tsx'

const sources = { api: 'API', dashboard: 'Dashboard', csv: 'File', promoted: 'Agreed', review: 'Review' } as const

// So many keep a worker busy for long: one in ten at first, one in fifty in the end.
const wanted = 50

/** /app/projects/:id/gold */
export function GoldPage() {
  const project = useProject()
  const editor = useMay('editor')
  const gold = useInfiniteQuery(goldQuery(project.id))
  return (
    <>
      <TrainingNote project={project} />
      <Section
        title="Gold tasks"
        lead={
          <>
            Tasks whose right answer you know. They are mixed in unseen to measure workers: one in ten for a new one,
            falling to one in fifty. <Kept project={project} />
          </>
        }
        actions={editor && <Promote project={project} />}
        flush
      >
        <GoldTable project={project} gold={gold} editor={editor} />
      </Section>
      <ShowMore query={gold}>Show more</ShowMore>
      {editor && project.status !== 'archived' && <ImportSection project={project} />}
    </>
  )
}

/** Who looks for more gold, and where that is set. */
function Kept({ project }: { project: Project }) {
  const where = (
    <Link to="/projects/$project/edit" params={{ project: String(project.id) }}>
      Settings
    </Link>
  )
  if (project.gold_wanted === 0) return <>Agreed tasks can become gold by themselves, see {where}.</>
  return (
    <>
      Agreed tasks become gold until {plural(project.gold_wanted, 'gold task')} can be shown ({where})
      {project.status === 'paused' && '; not while the project is paused'}.
    </>
  )
}

function GoldTable(props: {
  project: Project
  gold: UseInfiniteQueryResult<InfiniteData<{ data: GoldTask[] }>>
  editor: boolean
}) {
  const { project } = props
  const columns: Columns<GoldTask> = [
    { head: 'Task', cell: (gold) => <Named project={project} gold={gold} /> },
    { head: 'Right answer', dir: 'auto', cell: ({ answer }) => summarize(answer, project.output_spec) },
    {
      head: 'Shown',
      fit: 'figure',
      cell: ({ exposures, max_exposures: max }) => `${exposures}${max === null ? '' : ` of ${max}`}`,
    },
    {
      head: 'Answered right',
      fit: 'figure',
      cell: ({ right, scored }) => (right === null ? '–' : `${formatShare(right)} of ${scored}`),
    },
    { head: 'From', quiet: true, wide: true, cell: ({ source, by }) => `${sources[source]}${by ? `, ${by}` : ''}` },
    props.editor && {
      head: 'What to do',
      unseen: true,
      fit: 'figure',
      cell: (gold) => (
        <>
          <Practice project={project} gold={gold} /> <Unmark project={project} gold={gold} />
        </>
      ),
    },
  ]
  return (
    <ListTable
      query={props.gold}
      columns={columns}
      keyOf={(gold) => gold.task_id}
      none={
        <Empty icon="check" title="No gold yet">
          Open a completed task whose result you are sure of and choose “Use as gold”, or import a file below.
        </Empty>
      }
    />
  )
}

function Named({ project, gold }: { project: Project; gold: GoldTask }) {
  return (
    <>
      <Link
        to="/projects/$project/tasks/$task"
        params={{ project: String(project.id), task: gold.task_id }}
        search={{}}
      >
        {gold.name ?? gold.external_id ?? gold.task_id.slice(0, 13)}
      </Link>{' '}
      {gold.training && <Badge tone="accent">Practice</Badge>}
      {gold.retired_at && !gold.training && <Badge>Used up</Badge>}
    </>
  )
}

/** From gold that is mixed in to practice, and back. */
function Practice({ project, gold }: { project: Project; gold: GoldTask }) {
  const cache = useQueryClient()
  const training = !gold.training
  return (
    <ConfirmButton
      title={training ? 'Use this task for practice?' : 'Mix this task in unseen again?'}
      text={
        training
          ? 'Workers see it before they begin, with what is right. It is no longer mixed in, and who holds it is told that it is not needed.'
          : 'It is no longer used for practice. Who has practised on it knows the answer already.'
      }
      act={training ? 'Use for practice' : 'Mix it in'}
      run={async () => {
        const body = { answer: gold.answer, source: 'dashboard', training, based_on: gold.decided_at } as const
        await service.markGold({ params: { task_id: gold.task_id }, body })
        await cache.invalidateQueries({ queryKey: projectQuery(project.id).queryKey })
      }}
      trigger={(open) => (
        <Button variant="default" size="xs" onClick={open}>
          {training ? 'Practice…' : 'Mix in…'}
        </Button>
      )}
    />
  )
}

function Unmark({ project, gold }: { project: Project; gold: GoldTask }) {
  const cache = useQueryClient()
  return (
    <ConfirmButton
      title="Stop using this task as gold?"
      text="What it showed about workers goes with it. The task has the result of its answers again, or is open again if it has too few."
      act="Make it an ordinary task"
      run={async () => {
        await service.unmarkGold({
          params: { task_id: gold.task_id },
          query: { based_on: gold.decided_at ?? undefined },
        })
        await cache.invalidateQueries({ queryKey: projectQuery(project.id).queryKey })
      }}
      trigger={(open) => (
        <Button variant="default" size="xs" onClick={open}>
          Remove…
        </Button>
      )}
    />
  )
}

function Promote({ project }: { project: Project }) {
  const cache = useQueryClient()
  const promote = useMutation({
    mutationFn: () => service.promoteGold({ params: { project_id: project.id }, body: { wanted } }),
    onSuccess: ({ promoted, live }) => {
      void cache.invalidateQueries({ queryKey: goldQuery(project.id).queryKey })
      notifyDone(
        promoted > 0
          ? `${plural(promoted, 'task')} made gold; ${live} can be shown.`
          : live >= wanted
            ? `There are ${live} gold tasks to show already; that is enough.`
            : 'No completed task has five answers or more that are all the same.',
      )
    },
    onError: notifyProblem,
  })
  return (
    <Button variant="default" loading={promote.isPending} onClick={() => promote.mutate()}>
      Add agreed tasks
    </Button>
  )
}
