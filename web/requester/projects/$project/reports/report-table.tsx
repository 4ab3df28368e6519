import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Report } from '@whisker/api/reports.ts'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { Age } from '../../../../ui/age.tsx'
import { type Columns, DataTable } from '../../../../ui/data-table.tsx'
import { notifyProblem } from '../../../../ui/notify.ts'
import { isAsset, Thumbnail } from '../../../../ui/picture.tsx'
import table from '../../../../ui/table.module.css'
import { progressQuery } from '../../queries.ts'
import styles from './reports.module.css'

const reasonWords: Record<Report['reason'], string> = {
  unclear: 'The question or the picture is unclear',
  not_loading: 'The picture does not load',
  disturbing: 'It is disturbing',
  personal_data: 'It shows personal data',
  other: 'Something else',
}

/** What is wrong with which task, who says so, and whether somebody is done with it. */
export function ReportTable(props: { project: Project; reports: Report[]; ofOneTask?: boolean }) {
  const { project, reports, ofOneTask = false } = props
  const editor = useMay('editor')
  const columns: Columns<Report> = [
    !ofOneTask && {
      head: 'Task',
      className: styles.task,
      cell: (report) => <TaskOf project={project} report={report} />,
    },
    { head: 'What is wrong', className: styles.what, cell: (report) => <What report={report} /> },
    {
      head: 'Who',
      fit: 'tight',
      wide: true,
      cell: ({ worker_id, worker_name }) => (
        <Link to="/projects/$project/workers/$worker" params={{ project: String(project.id), worker: worker_id }}>
          {worker_name || worker_id}
        </Link>
      ),
    },
    { head: 'When', fit: 'figure', quiet: true, wide: true, cell: (report) => <Age at={report.created_at} /> },
    {
      head: 'What to do',
      unseen: true,
      fit: 'figure',
      cell: (report) => (editor ? <Settle report={report} project={project} /> : settledBy(report)),
    },
  ]
  return <DataTable rows={reports} columns={columns} keyOf={({ id }) => id} />
}

function What({ report }: { report: Report }) {
  return (
    <>
      <p className={table.strong}>{reasonWords[report.reason]}</p>
      {report.comment && (
        <p className={styles.comment} dir="auto">
          {report.comment}
        </p>
      )}
      <p className={styles.source}>
        {report.worker_name || report.worker_id}, <Age at={report.created_at} />
      </p>
    </>
  )
}

function TaskOf({ project, report }: { project: Project; report: Report }) {
  return (
    <div className={styles.taskLine}>
      {report.picture && isAsset(report.picture) && <Thumbnail value={report.picture} size={48} />}
      <Link
        to="/projects/$project/tasks/$task"
        params={{ project: String(project.id), task: report.task_id }}
        search={{}}
        className={styles.link}
        dir="auto"
      >
        {report.name ?? report.text ?? report.external_id ?? `Task ${report.task_id.slice(0, 8)}`}
      </Link>
    </div>
  )
}

function settledBy({ settled_at, settled_by }: Report) {
  if (!settled_at) return null
  return (
    <span className={`${table.quiet} ${styles.settled}`}>
      Settled{settled_by && ` by ${settled_by}`}, <Age at={settled_at} />
    </span>
  )
}

function Settle({ project, report }: { project: Project; report: Report }) {
  const cache = useQueryClient()
  const settle = useMutation({
    mutationFn: () => {
      const params = { report_id: report.id }
      return report.settled_at ? service.unsettleReport({ params }) : service.settleReport({ params })
    },
    onSuccess: ({ settled_at }) => {
      // The service shares one count among all who look within a second: asked again now, it might not know yet.
      cache.setQueryData(
        progressQuery(project.id).queryKey,
        (known) => known && { ...known, reports: Math.max(0, known.reports + (settled_at ? -1 : 1)) },
      )
      return cache.invalidateQueries({ queryKey: keyOf.reports(project.id) })
    },
    onError: notifyProblem,
  })
  return (
    <span className={styles.settle}>
      {settledBy(report)}
      <Button size="xs" variant="default" loading={settle.isPending} onClick={() => settle.mutate()}>
        {report.settled_at ? 'Open again' : 'Settle'}
      </Button>
    </span>
  )
}
