import { Link } from '@tanstack/react-router'
import type { ListedProject } from '@whisker/api/projects.ts'
import { Age } from '../../ui/age.tsx'
import { type Columns, DataTable } from '../../ui/data-table.tsx'
import { Meter } from '../../ui/meter.tsx'
import { formatCount, formatShare } from '../../ui/numbers.ts'
import table from '../../ui/table.module.css'
import styles from './project-table.module.css'
import { ProjectStatus } from './status.tsx'

const columns: Columns<ListedProject> = [
  {
    head: 'Project',
    className: `${table.linked} ${styles.name}`,
    cell: ({ id, title, description }) => (
      <>
        <Link to="/projects/$project" params={{ project: String(id) }} className={`${table.rowLink} ${styles.link}`}>
          {title}
        </Link>
        <span className={styles.description}>
          <span className={styles.id}>#{id}</span>
          {description}
        </span>
      </>
    ),
  },
  { head: 'Status', fit: 'tight', wide: true, cell: ({ status }) => <ProjectStatus status={status} plain /> },
  { head: 'Progress', className: styles.progress, cell: ({ progress }) => <Progress tasks={progress.tasks} /> },
  { head: 'Answers', fit: 'figure', wide: true, cell: ({ progress }) => formatCount(progress.answers) },
  { head: 'Made', fit: 'figure', quiet: true, wide: true, cell: (project) => <Age at={project.created_at} /> },
]

export function ProjectTable({ projects }: { projects: ListedProject[] }) {
  return <DataTable rows={projects} columns={columns} keyOf={({ id }) => id} />
}

function Progress({ tasks }: Pick<ListedProject['progress'], 'tasks'>) {
  const total = tasks.open + tasks.completed + tasks.needs_review
  if (total === 0) return <span className={table.quiet}>No tasks yet</span>
  return (
    <div className={styles.meter}>
      <Meter
        label="Tasks"
        parts={[
          { name: 'Completed', count: tasks.completed, tone: 'accent' },
          { name: 'To review', count: tasks.needs_review, tone: 'warn' },
          { name: 'Open', count: tasks.open, tone: 'neutral' },
        ]}
      />
      <span className={styles.numbers}>
        {formatShare(tasks.completed / total)} of {formatCount(total)}
      </span>
    </div>
  )
}
