import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import { subjectName } from '@whisker/api/subject-faults.ts'
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
  /** The pictures of these stand where they are drawn on. */
  without: readonly OutputField[]
}) {
  const { project, task, form, said, without } = props
  const elsewhere = new Set(without.map((field) => subjectName(field, project.input_spec)))
  const values = task.task_spec.map((_, item) =>
    valuesOf(project, task, item).filter(({ name }) => !elsewhere.has(name)),
  )
  if (values.every((own) => own.length === 0)) return null
  const labelOf = (name: string) => project.input_spec.find((field) => field.name === name)?.label || name
  return (
    <div className={styles.shown}>
      {values.map((own, item) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
        <div key={item} className={styles.item}>
          {own.map(({ name, value, medium: { InReview } }) => (
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
