import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { title } from '@whisker/api/answers.ts'
import type { Project } from '@whisker/api/projects.ts'
import type { FieldResult, Task } from '@whisker/api/tasks.ts'
import { memo } from 'react'
import { Age } from '../../../../ui/age.tsx'
import { Empty } from '../../../../ui/empty.tsx'
import { Icon } from '../../../../ui/icons.tsx'
import { formatShare } from '../../../../ui/numbers.ts'
import table from '../../../../ui/table.module.css'
import { glimpsesOf } from '../../../media/media.ts'
import { TaskStatus } from '../../status.tsx'
import { PagedTable } from '../tasks/paged-table.tsx'
import { rowHeight, titleOf } from '../tasks/task-row.tsx'
import { formatValue } from '../values.ts'
import { levels, type ResultFilter, tasksOf } from './filter.ts'
import styles from './results.module.css'

export function ResultTable({ project, filter, clear }: { project: Project; filter: ResultFilter; clear: () => void }) {
  const words = filterWords(filter)
  return (
    <PagedTable
      key={JSON.stringify(filter)}
      projectId={project.id}
      filters={tasksOf(filter)}
      before={
        words && (
          <div className={styles.tableHead}>
            <Button size="xs" variant="light" onClick={clear} rightSection={<Icon name="close" size={12} />}>
              {words}
            </Button>
          </div>
        )
      }
      head={
        <>
          <th>Task</th>
          {project.output_spec.map((field) => (
            <th key={field.name}>{title(field)}</th>
          ))}
          <th className={`${table.number} ${table.hideOnPhone}`}>Answers</th>
          <th className={`${table.number} ${table.hideOnPhone}`}>Completed</th>
        </>
      }
      row={(task, index) => <Row key={task.id} project={project} task={task} index={index} />}
      none={
        <Empty icon="search" title="No result is like that">
          Choose another bar, or the same one again to see all results.
        </Empty>
      }
    />
  )
}

function filterWords({ field, value, level }: ResultFilter): string {
  return [field && `${field}: ${value}`, level && `sure: ${levels[level].words}`].filter(Boolean).join(', ')
}

const Row = memo(function Row({ project, task, index }: { project: Project; task: Task; index: number }) {
  const [first] = glimpsesOf(task.task_spec[0])
  const result = task.result ?? []
  return (
    <tr style={{ height: rowHeight }} aria-rowindex={index + 2}>
      <td className={styles.task}>
        <div className={styles.taskLine}>
          {first && <first.Glimpse value={first.value} />}
          <Link
            to="/projects/$project/tasks/$task"
            params={{ project: String(project.id), task: task.id }}
            className={styles.link}
          >
            {titleOf(task)}
          </Link>
        </div>
      </td>
      {project.output_spec.map((field) => (
        <td key={field.name} className={styles.cell}>
          <Cell result={result[0]?.[field.name]} />
          {result.length > 1 && <span className={styles.confidence}>and {result.length - 1} more</span>}
        </td>
      ))}
      <td className={`${table.number} ${table.hideOnPhone}`}>{task.answers}</td>
      <td className={`${table.number} ${table.quiet} ${table.hideOnPhone}`}>
        {task.status === 'needs_review' || !task.completed_at ? (
          <TaskStatus status={task.status} plain />
        ) : (
          <Age at={task.completed_at} />
        )}
      </td>
    </tr>
  )
})

function Cell({ result }: { result: FieldResult | undefined }) {
  if (!result) return <span className={table.quiet}>–</span>
  return (
    <span className={styles.value}>
      <span className={styles.cut}>{formatValue(result.value)}</span>
      <span className={styles.confidence} data-low={result.confidence < 0.7 || undefined}>
        {formatShare(result.confidence)}
      </span>
    </span>
  )
}
