import { type Answers, collectAnswers } from './answers.ts'
import { mergeHeadNouns } from './head-noun.ts'
import { displayForm, textKey } from './normalise-text.ts'
import { type FormCounts, mergeSpellings } from './spelling.ts'

/** Texts as numbers: the label of each answer is that of its key, '' for no answer, and the keys stand at those places. */
export type TextForms = { answers: Answers; keys: string[] }

/** The names that were meant: the label of each answer is that of its name. `spelling`: misspelt keys, and what they mean. */
export type NamedTexts = { answers: Answers; names: string[]; spelling: Map<string, string> }

export type TextCollector = {
  /** `task` never below the one before. */
  add(task: number, worker: number, text: string | null): void
  finish(): TextForms
}

/** Of so many texts the key is remembered: names come again and again, sentences do not. */
const REMEMBERED = 50_000

/** Takes texts in task order: eight bytes an answer, and each key once. */
export function collectTexts(
  tasks: number,
  workers: number,
  capacity: number,
  keyOf: (text: string) => string = keyOfTyped,
): TextCollector {
  const collector = collectAnswers(tasks, workers, Number.POSITIVE_INFINITY, capacity)
  const { number, keys } = numberTexts(keyOf)
  return {
    add: (task, worker, text) => collector.add(task, worker, number(text)),
    finish: () => ({ answers: { ...collector.finish(), classes: keys.size }, keys: [...keys.keys()] }),
  }
}

function keyOfTyped(text: string): string {
  return textKey(displayForm(text))
}

/** Gives texts of one key the same number, from 0 on. */
export function numberTexts(keyOf: (text: string) => string = keyOfTyped) {
  const keys = new Map<string, number>()
  const remembered = new Map<string, number>()
  const number = (text: string | null): number => {
    const typed = text ?? ''
    const known = remembered.get(typed)
    if (known !== undefined) return known
    const key = keyOf(typed)
    const id = keys.get(key) ?? keys.size
    keys.set(key, id)
    if (remembered.size < REMEMBERED) remembered.set(typed, id)
    return id
  }
  return { number, keys }
}

/** Key -> spelling (spelling.ts) -> head noun within the task (head-noun.ts) -> the project's synonyms, for every answer. */
export function nameTexts(
  { answers, keys }: TextForms,
  language: string,
  canonical: ReadonlyMap<string, string>,
): NamedTexts {
  const spelling = mergeSpellings(countForms(answers, keys))
  for (const from of canonical.keys()) spelling.delete(from)
  const { tasks, start, label: form } = answers
  const ids = new Map<string, number>()
  const idOf = (name: string) => {
    const id = ids.get(name) ?? ids.size
    ids.set(name, id)
    return id
  }
  const label = new Int32Array(form.length)
  for (let t = 0; t < tasks; t++) {
    const forms = [...new Set(form.subarray(start[t], start[t + 1]))]
    const names = namesInTask(
      forms.map((id) => keys[id]!),
      spelling,
      canonical,
      language,
    ).map(idOf)
    for (let i = start[t]!; i < start[t + 1]!; i++) label[i] = names[forms.indexOf(form[i]!)]!
  }
  return { answers: { ...answers, classes: ids.size, label }, names: [...ids.keys()], spelling }
}

/** The name of each of a task's keys. */
export function namesInTask(
  keys: readonly string[],
  spelling: ReadonlyMap<string, string>,
  canonical: ReadonlyMap<string, string>,
  language: string,
): string[] {
  const spelled = keys.map((key) => spelling.get(key) ?? key)
  const said = new Set<string>()
  // "black cat" is also counted with a cat that was called "kitty", once kitty = cat.
  for (const key of spelled) if (key !== '') said.add(key).add(canonical.get(key) ?? key)
  const heads = said.size > 1 ? mergeHeadNouns([...said], language) : null
  return spelled.map((key) => {
    const own = canonical.get(key)
    if (own !== undefined) return own
    const head = heads?.get(key) ?? key
    return canonical.get(head) ?? head
  })
}

/** How often each name was said, in all and per task; no answer left out. A view: nothing is kept for each answer. */
export function countForms({ tasks, start, label }: Answers, names: readonly string[]): Map<string, FormCounts> {
  const from = new Int32Array(names.length + 1)
  for (const id of label) from[id + 1]!++
  for (let id = 0; id < names.length; id++) from[id + 1]! += from[id]!
  // The tasks of each name's answers, name after name, in order.
  const said = new Int32Array(label.length)
  const next = from.slice(0, names.length)
  for (let t = 0; t < tasks; t++) for (let i = start[t]!; i < start[t + 1]!; i++) said[next[label[i]!]!++] = t
  const countIn = (id: number, task: number) => {
    let count = 0
    for (let i = start[task]!; i < start[task + 1]!; i++) if (label[i] === id) count++
    return count
  }
  function* entries(id: number): Generator<[task: number, count: number]> {
    for (let i = from[id]!; i < from[id + 1]!; ) {
      const task = said[i]!
      const count = countIn(id, task)
      yield [task, count]
      i += count
    }
  }
  const counts = new Map<string, FormCounts>()
  names.forEach((name, id) => {
    if (name === '') return
    const byTask = {
      get: (task: number) => countIn(id, task) || undefined,
      [Symbol.iterator]: () => entries(id),
    }
    counts.set(name, { total: from[id + 1]! - from[id]!, byTask })
  })
  return counts
}
