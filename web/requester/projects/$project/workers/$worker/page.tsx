import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link, useParams } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import type { WorkerDetail } from '@whisker/api/workers.ts'
import { useMay } from '../../../../../account/session.ts'
import { Badge } from '../../../../../ui/badge.tsx'
import { type Columns, DataTable } from '../../../../../ui/data-table.tsx'
import { Loaded } from '../../../../../ui/loaded.tsx'
import { Note } from '../../../../../ui/note.tsx'
import { formatCount, formatDuration, formatShare, plural } from '../../../../../ui/numbers.ts'
import { Section } from '../../../../../ui/page.tsx'
import table from '../../../../../ui/table.module.css'
import { useProject } from '../../project-context.tsx'
import { workerQuery } from '../../queries.ts'
import { AppealsSection } from './appeals-section.tsx'
import { TakeBack } from './take-back.tsx'

/** /app/projects/:id/workers/:worker */
export function WorkerPage() {
  const project = useProject()
  const { worker } = useParams({ from: '/inside/projects/$project/workers/$worker' })
  const detail = useQuery(workerQuery(project.id, worker))
  return <Loaded query={detail}>{(data) => <OneWorker project={project} worker={data} />}</Loaded>
}

function OneWorker({ project, worker }: { project: Project; worker: WorkerDetail }) {
  const editor = useMay('editor')
  const name = worker.name || worker.worker_id
  useDocumentTitle(`${name} · ${project.title} · Whisker`)
  const { reversal } = worker
  return (
    <>
      <p>
        <Link to="/projects/$project/workers" params={{ project: String(project.id) }}>
          Workers
        </Link>
      </p>
      {worker.paused_at && (
        <Note tone="warn" title="Paused on this project">
          {worker.paused_reason}
        </Note>
      )}
      {reversal && (
        <Note title={reversal.finished_at ? 'Their answers were taken back' : 'Their answers are being taken back'}>
          {plural(reversal.reverted, 'answer')}; {plural(reversal.asked_again, 'task')} asked again. Reason:{' '}
          {reversal.reason}
        </Note>
      )}
      <Section
        title={name}
        actions={editor && worker.answers.counted > 0 && <TakeBack project={project} worker={worker} />}
        flush
      >
        <Facts worker={worker} />
      </Section>
      <Section
        title="Skill by gold"
        lead="The share of right answers to gold tasks, and what it is with 90 % certainty."
        flush={worker.skill !== null}
      >
        <Skills worker={worker} />
      </Section>
      {worker.appeals.length > 0 && <AppealsSection project={project} worker={worker} editor={editor} />}
    </>
  )
}

function Facts({ worker }: { worker: WorkerDetail }) {
  const { answers, median_seconds: own, project_median_seconds: all } = worker
  // A third of the usual time is seldom a careful look.
  const hasty = own !== null && all !== null && own < all / 3
  const time = own === null ? '–' : formatDuration(own)
  const { training } = worker
  return (
    <table className={table.table}>
      <tbody>
        {training && (
          <tr>
            <th scope="row">Practice</th>
            <td className={table.number}>
              <TrainingBadge training={training} /> {training.right} of {training.answered} right, {training.pass} of{' '}
              {training.questions} needed{training.round > 1 && `, try ${training.round}`}
            </td>
          </tr>
        )}
        <tr>
          <th scope="row">Answers that count</th>
          <td className={table.number}>{formatCount(answers.counted)}</td>
        </tr>
        <tr>
          <th scope="row">Late, too fast, taken back</th>
          <td className={table.number}>
            {[answers.late, answers.too_fast, answers.reverted].map(formatCount).join(', ')}
          </td>
        </tr>
        <tr>
          <th scope="row">Median time</th>
          <td className={table.number}>
            {hasty && <Badge tone="warn">Much faster than others</Badge>} {time}
            {all !== null && `, all: ${formatDuration(all)}`}
          </td>
        </tr>
      </tbody>
    </table>
  )
}

function TrainingBadge({ training }: { training: NonNullable<WorkerDetail['training']> }) {
  if (training.passed) return <Badge tone="accent">Passed</Badge>
  return training.finished_at ? <Badge tone="warn">Failed</Badge> : <Badge>Under way</Badge>
}

function Skills({ worker }: { worker: WorkerDetail }) {
  if (!worker.skill) return <p className={table.quiet}>No gold task answered yet.</p>
  const rows: WorkerDetail['fields'] =
    worker.fields.length > 1 ? [{ field: 'All fields', ...worker.skill }, ...worker.fields] : worker.fields
  const columns = rows.some(({ objects }) => objects) ? [...skillColumns, objectsColumn] : skillColumns
  return <DataTable rows={rows} columns={columns} keyOf={({ field }) => field} />
}

const objectsColumn: Columns<WorkerDetail['fields'][number]>[number] = {
  head: 'Objects',
  cell: ({ objects }) => objects && `${objects.found} found, ${objects.missed} missed, ${objects.extra} too many`,
}

const skillColumns: Columns<WorkerDetail['fields'][number]> = [
  { head: 'Field', cell: ({ field }) => field },
  {
    head: 'Right',
    fit: 'figure',
    cell: ({ right, answered }) => `${Math.round(right * 10) / 10} of ${answered}`,
  },
  { head: 'Skill', fit: 'figure', cell: ({ accuracy }) => formatShare(accuracy) },
  { head: 'Between', fit: 'figure', cell: ({ low, high }) => `${formatShare(low)} and ${formatShare(high)}` },
]
