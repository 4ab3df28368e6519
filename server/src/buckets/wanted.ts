import { isCalledPicture, patternOf } from '@whisker/api/bucket-names.ts'
import type { InputField } from '@whisker/api/fields.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import { RE2JS } from 're2js'
import type { ListedObject } from './object-page.ts'

/** Whether an object is to become a task. RE2: a pattern cannot be one that takes for ever. */
export function wanted(pattern: string): (object: Pick<ListedObject, 'key'>) => boolean {
  if (pattern === '') return ({ key }) => isCalledPicture(key)
  const regex = RE2JS.compile(patternOf(pattern))
  return ({ key }) => !key.endsWith('/') && regex.matches(key)
}

/** The field that gets the picture, if a picture is all that an item needs. */
export function fieldFor(spec: readonly InputField[], name: string | undefined): string | null {
  const fields = spec.filter((field) => mediumOf(field).keeps === 'file' && (name === undefined || field.name === name))
  const [field] = fields
  if (!field || fields.length > 1) return null
  return spec.every((other) => other === field || !other.required) ? field.name : null
}
