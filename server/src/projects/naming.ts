import { displayForm } from '@whisker/api/display-form.ts'
import type { Joining, OutputField } from '@whisker/api/fields.ts'
import { kindOf } from '@whisker/api/kinds/kinds.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import { optionForm } from '@whisker/api/same-text.ts'
import { textKey } from '../consolidation/normalise-text.ts'
import { type Apart, resolveSynonyms, type Synonym } from '../consolidation/synonyms.ts'
import type { Queryable } from '../database/connect.ts'

/** How the texts of project `p` are read, for a column `naming` (consolidation/naming.ts). */
export const namingSettings = (sql: Queryable) => sql`
  jsonb_build_object('language', p.language, 'synonyms', p.synonyms, 'apart', p.apart, 'joining', p.joining)`

/**
 * A form in its two parts: what a version keeps and workers answer, its options as their answers are kept; and how its texts
 * are joined, which is a setting of today.
 */
export function splitSpec(spec: readonly OutputField[]): { form: OutputField[]; joining: Record<string, Joining> } {
  const joining: Record<string, Joining> = {}
  const form = spec.map((field): OutputField => {
    if ('options' in field && field.options) return { ...field, options: field.options.map(asKept) } as OutputField
    // Only typed texts have one.
    const { joining: how, ...rest } = field as OutputField & { joining?: Joining }
    if (how !== undefined && how !== 'letters') joining[field.name] = how
    return rest as OutputField
  })
  return { form, joining }
}

/** An option, and the name of the one above it. */
function asKept<O extends { value: string; parent?: string }>(option: O): O {
  const { value, parent } = option
  return { ...option, value: optionForm(value), ...(parent !== undefined && { parent: optionForm(parent) }) }
}

/** The two parts put together again, with what is not said. */
export function withJoining(form: readonly OutputField[], joining: Readonly<Record<string, Joining>>): OutputField[] {
  return form.map((field) =>
    kindOf(field).joinings.length > 0
      ? ({ ...field, joining: (Object.hasOwn(joining, field.name) && joining[field.name]) || 'letters' } as OutputField)
      : field,
  )
}

/** What is wrong with a project's synonyms, and with what is to stay apart; each fault with a pointer. */
export function checkNaming(
  language: string,
  synonyms: readonly Synonym[],
  apart: readonly Apart[] = [],
): FieldProblem[] {
  return [...checkSynonyms(language, synonyms), ...checkApart(apart)]
}

function checkSynonyms(language: string, synonyms: readonly Synonym[]): FieldProblem[] {
  const resolved = resolveSynonyms(synonyms, (text) => textKey(text, language))
  if (resolved.ok) return []
  if (resolved.problem === 'cycle') {
    const detail = `These go round in a circle: ${resolved.cycle.join(' = ')}. Let one of them be the name that counts.`
    return [{ pointer: '/synonyms', code: 'cycle', detail }]
  }
  const { problem, synonym } = resolved
  const detail =
    problem === 'empty'
      ? 'Both sides must be more than spaces and punctuation.'
      : `"${synonym.from}" means something else in another synonym. Give it one meaning.`
  return [{ pointer: `/synonyms/${synonyms.indexOf(synonym)}`, code: problem, detail }]
}

/** Texts that are exactly the same cannot be told apart by anybody. */
function checkApart(apart: readonly Apart[]): FieldProblem[] {
  return apart.flatMap(([a, b], index) => {
    if (displayForm(a) !== displayForm(b)) return []
    const detail = `"${a}" and "${b}" are the same text. Name two that differ, or take the pair away.`
    return [{ pointer: `/apart/${index}`, code: 'same', detail }]
  })
}
