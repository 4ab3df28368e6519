import { title as titleOfField } from '@whisker/api/field-names.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { Section } from '../../../../../ui/page.tsx'
import { marksIn } from '../../../../kinds/marks.ts'
import { valuesOf } from '../../../../media/media.ts'
import { inFormOrder } from '../../values.ts'
import styles from './task.module.css'
import { Votes } from './votes.tsx'

/** One item: what was shown, and what came of it. */
export function ItemSection({ project, task, item }: { project: Project; task: Task; item: number }) {
  const result = task.result?.[item]
  const said = Object.fromEntries(
    Object.entries(result ?? {}).flatMap(([name, { value }]) => (value === null ? [] : [[name, value]])),
  )
  const labelOf = (name: string) => {
    const field = [...project.input_spec, ...project.output_spec].find((known) => known.name === name)
    return field ? titleOfField(field) : name
  }
  return (
    <Section title={task.task_spec.length > 1 ? `Item ${item + 1}` : undefined}>
      <div className={styles.item}>
        <div className={styles.shown}>
          {valuesOf(project, task, item).map(({ name, value, medium: { OnTask } }) => (
            <OnTask
              key={name}
              value={value}
              label={labelOf(name)}
              marks={marksIn(name, said, project.output_spec, project.input_spec)}
            />
          ))}
        </div>
        <div className={styles.results}>
          {result ? (
            inFormOrder(result, project.output_spec).map(([name, field]) => (
              <Votes
                key={name}
                label={labelOf(name)}
                field={project.output_spec.find((known) => known.name === name)}
                result={field}
                corrected={task.corrected_at !== null}
              />
            ))
          ) : (
            <p className={styles.noResult}>{noResultWords[task.status]}</p>
          )}
        </div>
      </div>
    </Section>
  )
}

const noResultWords: Record<Task['status'], string> = {
  open: 'The result appears here when all answers are in.',
  completed: 'No result.',
  needs_review: 'The answers do not agree enough for a result.',
  cancelled: 'The task was cancelled before it had a result.',
  unreadable: 'The picture cannot be shown, so nobody was asked.',
}
