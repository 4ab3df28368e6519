import type { Project } from '../project-settings.ts'
import { type Imported, ImportFault } from './imported.ts'
import type { LabelUse } from './label-use.ts'

/** What the input fields of a file are called in a project. `notes`: what has no place there, as sentences. */
export type Fit = { inputs: ReadonlyMap<string, string>; notes: string[] }

/**
 * The same, or, where each has one alone of a sort, whatever that is called.
 * @throws {ImportFault} when the file has not what the project needs
 */
export function fitToProject({ inputs, fields }: Imported, project: Project, as: LabelUse): Fit {
  const names = new Map<string, string>()
  for (const { name, type, required } of project.input_spec) {
    const alike = inputs.filter((input) => input.type === type)
    const alone = project.input_spec.filter((input) => input.type === type).length === 1 && alike.length === 1
    const found = alike.find((input) => input.name === name) ?? (alone ? alike[0] : undefined)
    if (found) names.set(found.name, name)
    else if (required)
      throw new ImportFault(
        `Project ${project.id} needs "${name}" (${type}) for each task, and the file has: ${inputs.map((input) => `${input.name} (${input.type})`).join(', ')}. Nothing was sent. Make that field optional, or name no project, and one is made.`,
      )
  }
  if (names.size === 0)
    throw new ImportFault(`Project ${project.id} takes nothing of what the file has. Nothing was sent.`)
  const missing = fields.find(
    ({ type, name }) => !project.output_spec.some((one) => one.name === name && one.type === type),
  )
  if (as !== 'nothing' && missing)
    throw new ImportFault(
      `Project ${project.id} has no field "${missing.name}" of the kind ${missing.type}, so the labels of the file fit nowhere. Nothing was sent. Leave the labels out, or name no project, and one is made that has it.`,
    )
  if (as === 'review' && project.min_answers > 1)
    throw new ImportFault(
      `Project ${project.id} wants ${project.min_answers} answers for each task, so people would be asked before a reviewer. Nothing was sent. Let the labels be answers, or name no project, and one is made whose tasks go to a reviewer at once.`,
    )
  const left = inputs.filter(({ name }) => !names.has(name))
  const notes =
    left.length > 0 ? [`Not sent, for the project has no such field: ${left.map(({ name }) => name).join(', ')}.`] : []
  return { inputs: names, notes }
}
