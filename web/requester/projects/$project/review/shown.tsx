import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { marksIn } from '../../../kinds/marks.ts'
import { valuesOf } from '../../../media/media.ts'
import styles from './review.module.css'

/** What workers saw, with what was said of places in it. */
export function Shown(props: {
  project: Project
  task: Task
  form: readonly OutputField[]
  said: readonly AnswerItem[]
}) {
  const { project, task, form, said } = props
  const labelOf = (name: string) => project.input_spec.find((field) => field.name === name)?.label || name
  return (
    <div className={styles.shown}>
      {task.task_spec.map((_, item) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
        <div key={item} className={styles.item}>
          {valuesOf(project, task, item).map(({ name, value, medium: { InReview } }) => (
            <InReview
              key={name}
              value={value}
              label={labelOf(name)}
              marks={marksIn(name, said[item] ?? {}, form, project.input_spec)}
            />
          ))}
        </div>
      ))}
    </div>
  )
}
