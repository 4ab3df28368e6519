import type { MediumName } from '@whisker/api/media/media.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { image } from './image.tsx'
import type { RequesterMedium } from './medium.ts'
import { text } from './text.tsx'

/**
 * Every medium, in the order in which they are offered, and in which a value is asked for its own. One that is missing does not
 * compile.
 */
export const media: Record<MediumName, RequesterMedium> = { image, text }

/** What a field that is added begins as. */
export const firstMedium: MediumName = 'image'

type Form = Pick<Project, 'version' | 'input_spec'>
type Shown = Pick<Task, 'version' | 'task_spec'>

/**
 * The values of one item of a task, each with its medium: that of its field, if the task is in the form of today. In an older form the
 * field may have been of another one, or is no more: then what the value looks like tells.
 */
export function valuesOf(form: Form, task: Shown, item: number) {
  const known = task.version === form.version ? form.input_spec : []
  return Object.entries(task.task_spec[item] ?? {}).map(([name, value]) => {
    const field = known.find((one) => one.name === name)
    return { name, value, medium: field ? media[field.type] : likelyMedium(value) }
  })
}

/** The medium that a value looks like. */
export function likelyMedium(value: string): RequesterMedium {
  return Object.values(media).find(({ holds }) => holds(value))!
}

/** The values of an item that are seen at a glance. */
export function glimpsesOf(form: Form, task: Shown, item: number) {
  return valuesOf(form, task, item).flatMap(({ value, medium: { Glimpse } }) => (Glimpse ? [{ value, Glimpse }] : []))
}
