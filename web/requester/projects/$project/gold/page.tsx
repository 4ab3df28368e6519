import { Button } from '@mantine/core'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { GoldTask } from '@whisker/api/gold.ts'
import type { Project } from '@whisker/api/projects.ts'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { Badge } from '../../../../ui/badge.tsx'
import { ConfirmButton } from '../../../../ui/confirm.tsx'
import { Empty } from '../../../../ui/empty.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { notifyDone, notifyProblem } from '../../../../ui/notify.ts'
import { formatShare, plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import table from '../../../../ui/table.module.css'
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
        <Loaded query={gold}>
          {({ pages }) => {
            const rows = pages.flatMap((page) => page.data)
            return rows.length === 0 ? (
              <Empty icon="check" title="No gold yet">
                Open a completed task whose result you are sure of and choose “Use as gold”, or import a file below.
              </Empty>
            ) : (
              <GoldTable project={project} rows={rows} editor={editor} />
            )
          }}
        </Loaded>
      </Section>
      {gold.hasNextPage && (
        <Button variant="default" loading={gold.isFetchingNextPage} onClick={() => void gold.fetchNextPage()}>
          Show more
        </Button>
      )}
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

function GoldTable({ project, rows, editor }: { project: Project; rows: GoldTask[]; editor: boolean }) {
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Task</th>
            <th>Right answer</th>
            <th className={table.number}>Shown</th>
            <th className={table.number}>Answered right</th>
            <th className={table.hideOnPhone}>From</th>
            {editor && (
              <th>
                <span className="visually-hidden">What to do</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map((gold) => (
            <tr key={gold.task_id}>
              <td>
                <Link
                  to="/projects/$project/tasks/$task"
                  params={{ project: String(project.id), task: gold.task_id }}
                  search={{}}
                >
                  {gold.name ?? gold.external_id ?? gold.task_id.slice(0, 13)}
                </Link>{' '}
                {gold.training && <Badge tone="accent">Practice</Badge>}
                {gold.retired_at && !gold.training && <Badge>Used up</Badge>}
              </td>
              <td dir="auto">{summarize(gold.answer, project.output_spec)}</td>
              <td className={table.number}>
                {gold.exposures}
                {gold.max_exposures !== null && ` of ${gold.max_exposures}`}
              </td>
              <td className={table.number}>
                {gold.right === null ? '–' : `${formatShare(gold.right)} of ${gold.scored}`}
              </td>
              <td className={`${table.quiet} ${table.hideOnPhone}`}>
                {sources[gold.source]}
                {gold.by && `, ${gold.by}`}
              </td>
              {editor && (
                <td className={table.number}>
                  <Practice project={project} gold={gold} /> <Unmark project={project} gold={gold} />
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
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
      title="Use this task as gold no longer?"
      text="What it says about workers is taken away with it. The task has the result of its answers again, or is open if it has too few."
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
