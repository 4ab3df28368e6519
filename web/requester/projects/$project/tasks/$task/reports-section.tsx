import { useInfiniteQuery } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { Section } from '../../../../../ui/page.tsx'
import { reportsQuery } from '../../queries.ts'
import { ReportTable } from '../../reports/report-table.tsx'

/** What workers said is wrong with this task; nothing where nobody said anything. */
export function ReportsSection({ project, task }: { project: Project; task: Task }) {
  const reports = useInfiniteQuery(reportsQuery(project.id, { task_id: task.id }))
  const rows = reports.data?.pages.flatMap((page) => page.data) ?? []
  if (rows.length === 0) return null
  return (
    <Section title="Reports" flush>
      <ReportTable project={project} reports={rows} ofOneTask />
    </Section>
  )
}
