import { Button } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import { title } from '@whisker/api/field-names.ts'
import type { FieldResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { useMemo } from 'react'
import { Age } from '../../../../ui/age.tsx'
import type { Columns } from '../../../../ui/data-table.tsx'
import { Empty } from '../../../../ui/empty.tsx'
import { Icon } from '../../../../ui/icons.tsx'
import { formatShare } from '../../../../ui/numbers.ts'
import table from '../../../../ui/table.module.css'
import { glimpsesOf } from '../../../media/media.ts'
import { TaskStatus } from '../../status.tsx'
import { PagedTable } from '../tasks/paged-table.tsx'
import { titleOf } from '../tasks/task-columns.tsx'
import { formatValue } from '../values.ts'
import { levels, type ResultFilter, tasksOf } from './filter.ts'
import styles from './results.module.css'

export function ResultTable({ project, filter, clear }: { project: Project; filter: ResultFilter; clear: () => void }) {
  const words = filterWords(filter)
  const columns = useMemo(() => resultColumns(project), [project])
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
      columns={columns}
      none={
        <Empty icon="search" title="No result matches">
          Choose another bar, or the same one again to see all results.
        </Empty>
      }
    />
  )
}

function filterWords({ field, value, level }: ResultFilter): string {
  return [field && `${field}: ${value}`, level && `sure: ${levels[level].words}`].filter(Boolean).join(', ')
}

function resultColumns(project: Project): Columns<Task> {
  return [
    {
      head: 'Task',
      className: `${table.linked} ${styles.task}`,
      cell: (task) => <Shown project={project} task={task} />,
    },
    ...project.output_spec.map((field) => ({
      head: title(field),
      name: `field ${field.name}`,
      className: styles.cell,
      cell: ({ result }: Task) => (
        <>
          <Cell result={result?.[0]?.[field.name]} field={field} />
          {result && result.length > 1 && <span className={styles.confidence}>and {result.length - 1} more</span>}
        </>
      ),
    })),
    { head: 'Answers', fit: 'figure', wide: true, cell: ({ answers }) => answers },
    {
      head: 'Completed',
      fit: 'figure',
      quiet: true,
      wide: true,
      cell: ({ status, completed_at }) =>
        status === 'needs_review' || !completed_at ? <TaskStatus status={status} plain /> : <Age at={completed_at} />,
    },
  ]
}

function Shown({ project, task }: { project: Project; task: Task }) {
  const [first] = glimpsesOf(project, task, 0)
  return (
    <div className={styles.taskLine}>
      {first && <first.Glimpse value={first.value} />}
      <Link
        to="/projects/$project/tasks/$task"
        params={{ project: String(project.id), task: task.id }}
        className={table.rowLink}
      >
        {titleOf(project, task)}
      </Link>
    </div>
  )
}

function Cell({ result, field }: { result: FieldResult | undefined; field: OutputField }) {
  if (!result) return <span className={table.quiet}>–</span>
  return (
    <span className={styles.value}>
      <span className={styles.cut}>{formatValue(result.value, field)}</span>
      <span className={styles.confidence} data-low={result.confidence < 0.7 || undefined}>
        {formatShare(result.confidence)}
      </span>
    </span>
  )
}
