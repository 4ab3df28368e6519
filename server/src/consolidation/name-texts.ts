import { type Answers, collectAnswers } from './answers.ts'
import { nameOfTheirOwn, namesInTask } from './join-names.ts'
import type { Naming } from './naming.ts'
import { type FormCounts, findSlips } from './spelling.ts'

/** Texts as numbers: the label of each answer is that of what was typed, '' for no answer, and the texts stand at those places. */
export type TextForms = { answers: Answers; texts: string[] }

/**
 * The names that were meant: the label of each answer is that of its name. `known`: the number of the right name of a task of
 * gold, {@link unsaid} where nobody gave it; -1 elsewhere.
 */
export type NamedTexts = {
  answers: Answers
  names: string[]
  known: Int32Array
  /** What was learnt of the project's forms (join-names.ts), where its texts are joined by meaning. */
  spelling: Map<string, string>
  /** Slips that were not joined: for the requester to approve. */
  likely: Map<string, string>
}

/** The class of a gold name that nobody gave: above every class that was said, as they are numbered from 0. */
export const unsaid = 0x7fffffff

export type TextCollector = {
  /** `task` never below the one before. */
  add(task: number, worker: number, text: string | null): void
  finish(): TextForms
}

/** Takes texts in task order: eight bytes an answer, and each text once. */
export function collectTexts(tasks: number, workers: number, capacity: number): TextCollector {
  const collector = collectAnswers(tasks, workers, Number.POSITIVE_INFINITY, capacity)
  const numbers = new Map<string, number>()
  const numberOf = numbering(numbers)
  return {
    add: (task, worker, text) => collector.add(task, worker, numberOf(text ?? '')),
    finish: () => ({ answers: { ...collector.finish(), classes: numbers.size }, texts: [...numbers.keys()] }),
  }
}

/** Gives equal texts the same number, from 0 on. */
function numbering(numbers: Map<string, number>) {
  return (text: string): number => {
    const known = numbers.get(text)
    if (known !== undefined) return known
    numbers.set(text, numbers.size)
    return numbers.size - 1
  }
}

/** Answers whose labels are the numbers of what `of` makes of each text. */
export function relabel({ answers, texts }: TextForms, of: (text: string) => string): TextForms {
  const numbers = new Map<string, number>()
  const ids = Int32Array.from(texts.map(of).map(numbering(numbers)))
  const label = Int32Array.from(answers.label, (text) => ids[text]!)
  return { answers: { ...answers, classes: numbers.size, label }, texts: [...numbers.keys()] }
}

/**
 * What was typed -> its key (naming.ts) -> the name that it is in its task (join-names.ts), for every answer. Without joining
 * by meaning the name does not depend on the task.
 *
 * @param gold the right names of tasks, as they were typed.
 */
export function nameTexts(typed: TextForms, naming: Naming, gold: ReadonlyMap<number, string> = new Map()): NamedTexts {
  const { answers, texts: keys } = relabel(typed, naming.key)
  const counts = countForms(answers, keys)
  const { likely, safe } = findSlips(counts)
  const byMeaning = naming.joining === 'meaning'
  const spelling = byMeaning ? new Map([...safe, ...nameOfTheirOwn(counts, naming)]) : new Map<string, string>()
  for (const from of naming.canonical.keys()) likely.delete(from)
  if (!byMeaning) {
    const named = relabel({ answers, texts: keys }, (key) => naming.canonical.get(key) ?? key)
    const right = new Map(
      [...gold].map(([task, text]) => [task, naming.canonical.get(naming.key(text)) ?? naming.key(text)]),
    )
    return {
      answers: named.answers,
      names: named.texts,
      known: knownOf(answers.tasks, right, named.texts),
      spelling,
      likely,
    }
  }
  for (const from of safe.keys()) likely.delete(from)
  const { tasks, start, label: form } = answers
  const numbers = new Map<string, number>()
  const numberOf = numbering(numbers)
  const label = new Int32Array(form.length)
  const right = new Map<number, string>()
  for (let t = 0; t < tasks; t++) {
    const said = Array.from(form.subarray(start[t], start[t + 1]), (id) => keys[id]!)
    const known = gold.get(t)
    // What is right counts as said: "black cat" is right where it is a cat.
    const names = namesInTask(known === undefined ? said : [...said, naming.key(known)], spelling, naming)
    said.forEach((_, i) => {
      label[start[t]! + i] = numberOf(names[i]!)
    })
    if (known !== undefined) right.set(t, names[said.length]!)
  }
  const names = [...numbers.keys()]
  return {
    answers: { ...answers, classes: names.length, label },
    names,
    known: knownOf(tasks, right, names),
    spelling,
    likely,
  }
}

function knownOf(tasks: number, right: ReadonlyMap<number, string>, names: readonly string[]): Int32Array {
  const known = new Int32Array(tasks).fill(-1)
  if (right.size === 0) return known
  const numbers = new Map(names.map((name, number) => [name, number]))
  for (const [task, name] of right) known[task] = numbers.get(name) ?? unsaid
  return known
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
