import type { InputField, OutputField } from '@whisker/api/fields.ts'
import { type CompleteProjectDraft, type Project, ProjectDraft } from '@whisker/api/project-settings.ts'
import { firstKind, kinds } from '../../kinds/kinds.ts'
import { firstMedium, media } from '../../media/media.ts'

/** A project as the editor holds it: every setting has a value, which need not be acceptable yet. */
export type Draft = CompleteProjectDraft

/** The settings in the order in which a person reads them; also the order of the JSON view. */
const order = [
  'title',
  'description',
  'public_description',
  'language',
  'input_spec',
  'output_spec',
  'min_answers',
  'max_answers',
  'confidence',
  'assignment_seconds',
  'skips_for_review',
  'training',
  'inject_gold',
  'gold_exposures',
  'gold_wanted',
  'skill_floor',
  'min_seconds',
  'max_answers_per_worker',
  'access',
  'require_language',
  'min_skill',
  'strict_types',
  'callback_url',
] as const satisfies readonly (keyof Draft)[]

export function draftOf(project: Project): Draft {
  return pick(project, order) as Draft
}

/** Only what differs: sending back an unchanged spec must not make a new version. */
export function changesOf(before: Draft, after: Draft): Partial<Draft> {
  return pick(
    after,
    order.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key])),
  )
}

function pick(source: Draft, keys: readonly (keyof Draft)[]): Partial<Draft> {
  return Object.fromEntries(keys.map((key) => [key, source[key]]))
}

export function toJson(draft: Draft): string {
  return JSON.stringify(pick(draft, order), null, 2)
}

/** Reads the JSON view. What is left out has its default, as in `POST /projects`. */
export function fromJson(text: string) {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { ok: false, syntax: error instanceof Error ? error.message : String(error) } as const
  }
  const parsed = ProjectDraft.safeParse(value)
  return parsed.success ? ({ ok: true, draft: parsed.data } as const) : ({ ok: false, error: parsed.error } as const)
}

/**
 * A key for a field that a person called `label`: "Which animal is it?" -> `which_animal_is_it`. Where no Latin letters
 * are left (a question in Hindi), `fallback` with a number.
 */
export function nameFor(label: string, fallback: string, taken: readonly string[]): string {
  const plain = label
    .normalize('NFKD')
    .replaceAll(/\p{M}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '_')
    .replaceAll(/^[_0-9]+|_+$/g, '')
    .slice(0, 40)
    .replace(/_+$/, '')
  const base = plain || fallback
  for (let n = 1; ; n++) {
    const name = n === 1 && plain ? base : `${base}_${n}`
    if (!taken.includes(name)) return name
  }
}

export function newInputField(taken: readonly string[]): InputField {
  return media[firstMedium].make({ name: nameFor('', 'field', taken), required: true, label: '' })
}

export function newOutputField(taken: readonly string[]): OutputField {
  return kinds[firstKind].make({ name: nameFor('', 'answer', taken), label: '', help: '', required: true }, {})
}
