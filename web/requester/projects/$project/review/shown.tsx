import type { Project } from '@whisker/api/projects.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { isAsset, renditionUrl } from '../../../../ui/picture.tsx'
import styles from './review.module.css'

/** What workers saw. */
export function Shown({ project, task }: { project: Project; task: Task }) {
  const labelOf = (name: string) => project.input_spec.find((field) => field.name === name)?.label || name
  return (
    <div className={styles.shown}>
      {task.task_spec.map((values, item) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
        <div key={item} className={styles.item}>
          {Object.entries(values).map(([name, value]) =>
            isAsset(value) ? (
              <img key={name} src={renditionUrl(value)} alt={labelOf(name)} decoding="sync" />
            ) : (
              <p key={name} className={styles.text} dir="auto">
                {value}
              </p>
            ),
          )}
        </div>
      ))}
    </div>
  )
}
