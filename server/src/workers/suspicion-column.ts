import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import type { Answers } from '../consolidation/answers.ts'
import type { Expected } from '../consolidation/fit-field.ts'
import type { Naming } from '../consolidation/group-answers.ts'
import { asGiven } from '../consolidation/majority.ts'
import { collectTexts, nameTexts } from '../consolidation/name-texts.ts'
import { textKey } from '../consolidation/normalise-text.ts'

/** The answers to one field: what was said has a number, and its name stands at that place. */
export type FieldToSuspect = { field: string; answers: Answers; names: string[]; gold: Int32Array | null }

export type FieldColumn = {
  /** Items in order. `truth`: what is right, where that is known. */
  add(item: number, worker: number, value: FieldValue | undefined, truth: FieldValue | undefined): void
  finish(workers: number): FieldToSuspect
}

/** Collects the answers to a field as they stream in. Texts that mean the same by the project's rules are the same. */
export function fieldColumn(field: OutputField, expected: Expected, naming: Naming): FieldColumn {
  const isText = field.type === 'input' || field.type === 'textarea'
  const { items, workers, answers: capacity } = expected
  const collector = collectTexts(items, workers, capacity, isText ? undefined : String)
  const gold = new Map<number, string>()
  return {
    add(item, worker, value, truth) {
      collector.add(item, worker, asText(asGiven(field, value)))
      if (truth !== undefined) gold.set(item, asText(truth))
    },
    finish(workers) {
      const { answers, keys } = collector.finish()
      const read = { answers: { ...answers, workers }, keys }
      if (!isText) return fieldOf(field, read.answers, keys, gold, (text) => text)
      const { canonical, language } = naming
      const named = nameTexts(read, language, canonical)
      return fieldOf(field, named.answers, named.names, gold, (text) => {
        const key = textKey(text)
        const spelled = named.spelling.get(key) ?? key
        return canonical.get(spelled) ?? spelled
      })
    },
  }
}

function fieldOf(
  { name: field }: OutputField,
  answers: Answers,
  names: string[],
  gold: ReadonlyMap<number, string>,
  nameOf: (text: string) => string,
): FieldToSuspect {
  if (gold.size === 0) return { field, answers, names, gold: null }
  const numbers = new Map(names.map((name, number) => [name, number]))
  const known = new Int32Array(answers.tasks).fill(-1)
  // What nobody said is nobody's number.
  for (const [item, text] of gold) known[item] = numbers.get(nameOf(text)) ?? names.length
  return { field, answers, names, gold: known }
}

function asText(value: FieldValue | null): string {
  if (value === null) return ''
  return Array.isArray(value) ? value.toSorted().join(' + ') : String(value)
}
