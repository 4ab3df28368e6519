import type { Warning } from '@whisker/api/assets.ts'
import { escapePointer } from '@whisker/api/field-names.ts'
import type { InputField } from '@whisker/api/fields.ts'
import type { FieldProblem, ProblemCode } from '@whisker/api/problem.ts'
import type { Taken, TakenAsset } from '../assets/intake.ts'
import { mediumOf } from './media/media.ts'
import type { Where } from './media/medium.ts'
import { seenByKey } from './seen-by-key.ts'

export type ReadItems =
  | {
      ok: true
      items: Record<string, string>[]
      assets: TakenAsset[]
      references: string[]
      warnings: Warning[]
      /** Pictures that the store had already: to be confirmed once the task is written. */
      again: Pick<Taken, 'asset' | 'again'>[]
    }
  | { ok: false; code: ProblemCode; detail: string; errors: FieldProblem[] }

/**
 * Reads the items of a task against the project's input fields. Faults that cost nothing to find (missing, unknown,
 * wrong type) are looked for in all items before the first picture is stored.
 *
 * @returns items whose pictures are `asset:<sha256>`; `assets` are the newly stored ones (their rows are still to be
 * written), `references` are hashes that the sender named and that must exist in the workspace.
 */
export async function readItems(
  where: Where,
  fields: readonly InputField[],
  drafts: readonly Record<string, unknown>[],
): Promise<ReadItems> {
  const faults = drafts.flatMap((draft, index) => checkDraft(where, fields, draft, index))
  if (faults.length > 0) return refused('invalid', faults)
  const read: ReadItems & { ok: true } = { ok: true, items: [], assets: [], references: [], warnings: [], again: [] }
  for (const [index, draft] of drafts.entries()) {
    const item: Record<string, string> = {}
    for (const field of fields) {
      const value = own(draft, field.name)
      if (value === undefined || value === null || value === '') continue
      const pointer = pointerTo(index, field.name)
      const kept = await mediumOf(field).read(where, value as string)
      if (!kept.ok) return refused(kept.code, [{ pointer, code: kept.fieldCode ?? kept.code, detail: kept.detail }])
      if (kept.file) {
        const { sha256, asset, again } = kept.file
        if (asset) read.assets.push(asset)
        if (asset && again) read.again.push({ asset, again })
        else read.references.push(sha256)
      }
      for (const warning of kept.warnings) read.warnings.push({ ...warning, pointer })
      item[field.name] = kept.value
    }
    read.items.push(item)
  }
  const seen = await seenByKey(where.server.sql, where.caller, read.references)
  const unseen = read.references.find((sha256) => !seen.includes(sha256))
  return unseen === undefined ? read : refused('invalid', [unknownPicture(unseen)])
}

/** A picture that was named and is not there, or not for whoever names it. */
export function unknownPicture(sha256: string): FieldProblem {
  const detail = `There is no picture asset:${sha256} in your workspace. Send it with POST /assets first.`
  return { pointer: '/task_spec', code: 'unknown_asset', detail }
}

function checkDraft(
  where: Where,
  fields: readonly InputField[],
  draft: Record<string, unknown>,
  index: number,
): FieldProblem[] {
  const faults: FieldProblem[] = []
  const add = (name: string, code: string, detail: string) =>
    faults.push({ pointer: pointerTo(index, name), code, detail })
  const unknown = Object.keys(draft).filter((name) => !fields.some((field) => field.name === name))
  // No more than are told: an item may come with hundreds of thousands of keys.
  for (const name of unknown.slice(0, 50)) {
    const known = fields.map((field) => `"${field.name}"`).join(', ')
    add(name, 'unknown_field', `The project has no input field "${name.slice(0, 100)}". It has: ${known}.`)
  }
  for (const field of fields) {
    const value = own(draft, field.name)
    const nothing = value === undefined || value === null || (typeof value === 'string' && value.trim() === '')
    if (nothing) {
      if (field.required)
        add(
          field.name,
          'required',
          `"${field.name}" is required, and it is ${value === undefined ? 'missing' : 'empty'}.`,
        )
      continue
    }
    if (typeof value !== 'string')
      add(field.name, 'wrong_type', `"${field.name}" must be a text (a string), not ${kindOf(value)}.`)
    else {
      const flaw = mediumOf(field).check(where, value)
      if (flaw) add(field.name, flaw.code, flaw.detail)
    }
  }
  return faults
}

function refused(code: ProblemCode, errors: FieldProblem[]): ReadItems {
  const first = errors[0] as FieldProblem
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
  return { ok: false, code, detail: `${first.pointer}: ${first.detail}${more}`, errors: errors.slice(0, 50) }
}

/** `__proto__` and its like are not fields. */
function own(draft: Record<string, unknown>, name: string): unknown {
  return Object.hasOwn(draft, name) ? draft[name] : undefined
}

function pointerTo(index: number, name: string): string {
  return `/task_spec/${index}/${escapePointer(name.slice(0, 200))}`
}

function kindOf(value: unknown): string {
  return Array.isArray(value) ? 'a list' : `a ${typeof value}`
}
