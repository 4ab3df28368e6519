import { Link } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { Age } from '../../../../ui/age.tsx'
import type { Columns } from '../../../../ui/data-table.tsx'
import { formatShare } from '../../../../ui/numbers.ts'
import table from '../../../../ui/table.module.css'
import { glimpsesOf, valuesOf } from '../../../media/media.ts'
import { TaskStatus } from '../../status.tsx'
import { formatValue, inFormOrder } from '../values.ts'
import { readTaskFilters } from './filters.ts'
import styles from './tasks.module.css'

export function taskColumns(project: Project): Columns<Task> {
  return [
    {
      head: 'Task',
      className: `${table.linked} ${styles.task}`,
      cell: (task) => <Shown project={project} task={task} />,
    },
    { head: 'Result', className: styles.result, cell: (task) => <ResultSummary project={project} task={task} /> },
    { head: 'Status', fit: 'tight', wide: true, cell: ({ status }) => <TaskStatus status={status} plain /> },
    {
      head: 'Answers',
      fit: 'figure',
      wide: true,
      cell: (task) => (
        <>
          {task.answers} <span className={table.quiet}>of {task.answers_wanted}</span>
        </>
      ),
    },
    { head: 'Made', fit: 'figure', quiet: true, wide: true, cell: (task) => <Age at={task.created_at} /> },
  ]
}

function Shown({ project, task }: { project: Project; task: Task }) {
  const glimpses = task.task_spec.flatMap((_, item) => glimpsesOf(project, task, item)).slice(0, 3)
  return (
    <div className={styles.taskLine}>
      {glimpses.map(({ value, Glimpse }, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a task may show one picture twice, and never changes its pictures
        <Glimpse key={at} value={value} size={36} />
      ))}
      <span className={styles.words}>
        <Link
          to="/projects/$project/tasks/$task"
          params={{ project: String(project.id), task: task.id }}
          search={readTaskFilters}
          className={table.rowLink}
        >
          {titleOf(project, task)}
        </Link>
        {task.task_spec.length > 1 && <span className={styles.items}>{task.task_spec.length} items</span>}
      </span>
    </div>
  )
}

/** What a person knows a task by: its name, their own id, its text, or at last its id. */
export function titleOf(project: Pick<Project, 'version' | 'input_spec'>, task: Task): string {
  const titles = valuesOf(project, task, 0).map(({ value, medium }) => medium.titleOf(value))
  const text = titles.find((title) => title !== '')
  return task.name ?? text ?? task.external_id ?? `Task ${task.id.slice(0, 8)}`
}

function ResultSummary({ project, task }: { project: Project; task: Task }) {
  const hindrance = task.unreadable_reason ?? task.passed_over_reason
  if (hindrance)
    return (
      <span className={styles.reason} title={hindrance}>
        {hindrance}
      </span>
    )
  const first = task.result?.[0]
  if (!first) return <span className={table.quiet}>–</span>
  const fields = inFormOrder(first, project.output_spec)
  const fieldOf = (name: string) => project.output_spec.find((field) => field.name === name)
  const lowest = Math.min(...fields.map(([, result]) => result.confidence))
  return (
    <span className={styles.resultLine}>
      <span className={styles.value}>
        {fields.map(([name, { value }]) => formatValue(value, fieldOf(name))).join(' · ')}
      </span>
      <span className={styles.confidence} data-low={lowest < 0.7 || undefined}>
        {formatShare(lowest)}
      </span>
    </span>
  )
}
