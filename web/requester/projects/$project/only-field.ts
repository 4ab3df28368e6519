import type { Project } from '@whisker/api/project-settings.ts'

/** The input field that makes an item on its own, or null when an item needs several. */
export function onlyField({ input_spec }: Pick<Project, 'input_spec'>) {
  const required = input_spec.filter((field) => field.required)
  if (required.length > 1) return null
  return required[0] ?? (input_spec.length === 1 ? (input_spec[0] ?? null) : null)
}
