import { Link } from '@tanstack/react-router'
import type { ListedProject } from '@whisker/api/projects.ts'
import { Age } from '../../ui/age.tsx'
import { Meter } from '../../ui/meter.tsx'
import { formatCount, formatShare } from '../../ui/numbers.ts'
import table from '../../ui/table.module.css'
import styles from './project-table.module.css'
import { ProjectStatus } from './status.tsx'

export function ProjectTable({ projects }: { projects: ListedProject[] }) {
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

function Row({ project }: { project: ListedProject }) {
  const { tasks, answers } = project.progress
  return (
    <tr>
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
      <td className={styles.progress}>
        <Progress tasks={tasks} />
      </td>
      <td className={`${table.number} ${table.hideOnPhone}`}>{formatCount(answers)}</td>
      <td className={`${table.number} ${table.quiet} ${table.hideOnPhone}`}>
        <Age at={project.created_at} />
      </td>
    </tr>
  )
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
