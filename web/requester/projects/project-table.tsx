import { useInViewport } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Project } from '@whisker/api/projects.ts'
import { Age } from '../../ui/age.tsx'
import { Meter } from '../../ui/meter.tsx'
import { formatCount, formatShare } from '../../ui/numbers.ts'
import table from '../../ui/table.module.css'
import styles from './project-table.module.css'
import { progressQuery } from './queries.ts'
import { ProjectStatus } from './status.tsx'

export function ProjectTable({ projects }: { projects: Project[] }) {
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Project</th>
            <th className={table.hideOnPhone}>Status</th>
            <th>Progress</th>
            <th className={`${table.number} ${table.hideOnPhone}`}>Answers</th>
            <th className={`${table.number} ${table.hideOnPhone}`}>Made</th>
          </tr>
        </thead>
        <tbody>
          {projects.map((project) => (
            <Row key={project.id} project={project} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ project }: { project: Project }) {
  const { ref, inViewport } = useInViewport()
  // One request a row, but only for rows that are looked at.
  const progress = useQuery({ ...progressQuery(project.id, 10_000), enabled: inViewport })
  return (
    <tr ref={ref}>
      <td className={styles.name}>
        <Link to="/projects/$project" params={{ project: String(project.id) }} className={styles.link}>
          {project.title}
        </Link>
        <span className={styles.description}>
          <span className={styles.id}>#{project.id}</span>
          {project.description}
        </span>
      </td>
      <td className={`${table.tight} ${table.hideOnPhone}`}>
        <ProjectStatus status={project.status} plain />
      </td>
      <td className={styles.progress}>{progress.data && <Progress tasks={progress.data.tasks} />}</td>
      <td className={`${table.number} ${table.hideOnPhone}`}>{progress.data && formatCount(progress.data.answers)}</td>
      <td className={`${table.number} ${table.quiet} ${table.hideOnPhone}`}>
        <Age at={project.created_at} />
      </td>
    </tr>
  )
}

type Tasks = { open: number; completed: number; needs_review: number; cancelled: number; unreadable: number }

function Progress({ tasks }: { tasks: Tasks }) {
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
