import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { valuesOf } from '../../../media/media.ts'
import styles from './review.module.css'

/** What workers saw. */
export function Shown({ project, task }: { project: Project; task: Task }) {
  const labelOf = (name: string) => project.input_spec.find((field) => field.name === name)?.label || name
  return (
    <div className={styles.shown}>
      {task.task_spec.map((_, item) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
        <div key={item} className={styles.item}>
          {valuesOf(project, task, item).map(({ name, value, medium: { InReview } }) => (
            <InReview key={name} value={value} label={labelOf(name)} />
          ))}
        </div>
      ))}
    </div>
  )
}
