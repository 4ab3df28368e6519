import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import type { Answers } from '../consolidation/answers.ts'
import type { Expected } from '../consolidation/field-fit.ts'
import { kindOf } from '../consolidation/kinds/kinds.ts'
import { collectTexts, nameTexts, unsaid } from '../consolidation/name-texts.ts'
import type { ProjectNaming } from '../consolidation/naming.ts'

/** The answers to one field: what was said has a number, and its name stands at that place. */
export type FieldToSuspect = {
  field: string
  answers: Answers
  names: string[]
  gold: Int32Array | null
  /** Equal errors may speak for copying. */
  copies: boolean
}

export type FieldColumn = {
  /** Items in order. `truth`: what is right, where that is known. */
  add(item: number, worker: number, value: FieldValue | undefined, truth: FieldValue | undefined): void
  finish(workers: number): FieldToSuspect
}

/** Collects the answers to a field as they stream in. Texts that mean the same by the project's rules are the same. */
export function fieldColumn(field: OutputField, expected: Expected, naming: ProjectNaming): FieldColumn {
  const kind = kindOf(field)
  const { items, workers, answers: capacity } = expected
  const collector = collectTexts(items, workers, capacity)
  const gold = new Map<number, string>()
  return {
    add(item, worker, value, truth) {
      collector.add(item, worker, asText(kind.asGiven(value)))
      if (truth !== undefined) gold.set(item, asText(truth))
    },
    finish(workers) {
      const { answers, texts } = collector.finish()
      const read = { answers: { ...answers, workers }, texts }
      if (kind.standingFor) {
        const said = alike(field, read.answers, texts, gold)
        return fieldOf(field, said.answers, said.names, gold)
      }
      if (!kind.isTyped) return fieldOf(field, read.answers, texts, gold)
      const named = nameTexts(read, naming.of(field), gold)
      const known = named.known.map((name) => (name === unsaid ? named.names.length : name))
      const own = { field: field.name, answers: named.answers, names: named.names }
      return { ...own, gold: gold.size > 0 ? known : null, copies: true }
    },
  }
}

/** What says less than another answer to the same item is counted as that one. */
function alike(field: OutputField, answers: Answers, texts: string[], gold: ReadonlyMap<number, string>) {
  const names = [...texts]
  const numbers = new Map(names.map((name, number) => [name, number]))
  const label = Int32Array.from(answers.label)
  for (let task = 0; task < answers.tasks; task++) {
    const [from, to] = [answers.start[task]!, answers.start[task + 1]!]
    const said = Array.from(label.subarray(from, to), (number) => texts[number]!)
    const standing = kindOf(field).standingFor!(field, said, gold.get(task))
    standing.forEach((name, n) => {
      if (!numbers.has(name)) numbers.set(name, names.push(name) - 1)
      label[from + n] = numbers.get(name)!
    })
  }
  return { names, answers: { ...answers, label, classes: Math.max(answers.classes, names.length) } }
}

function fieldOf(
  { name: field }: OutputField,
  answers: Answers,
  names: string[],
  gold: ReadonlyMap<number, string>,
): FieldToSuspect {
  if (gold.size === 0) return { field, answers, names, gold: null, copies: true }
  const numbers = new Map(names.map((name, number) => [name, number]))
  const known = new Int32Array(answers.tasks).fill(-1)
  // What nobody said is nobody's number.
  for (const [item, text] of gold) known[item] = numbers.get(text) ?? names.length
  return { field, answers, names, gold: known, copies: true }
}

function asText(value: FieldValue | null): string {
  if (value === null) return ''
  if (!Array.isArray(value)) return String(value)
  return value
    .map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
    .sort()
    .join(' + ')
}
