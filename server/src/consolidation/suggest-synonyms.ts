import type { Answers } from './answers.ts'
import { plainerForms } from './head-noun.ts'
import { countForms, type NamedTexts } from './name-texts.ts'
import type { Naming } from './naming.ts'
import type { FormCounts } from './spelling.ts'

/** A pair that the requester may approve with one click: `from` would be counted as `to`. */
export type SynonymSuggestion = {
  from: string
  to: string
  /** Tasks on which both were said, and tasks on which `from` was said at all. */
  together: number
  tasks: number
  /** Answers that would change. */
  answers: number
  /** Said of the same things, perhaps misspelt, or the same with plain words such as a colour. */
  why: 'together' | 'spelling' | 'words'
}

/** Fewer meetings are chance. */
const minTogether = 3
/** Share of its tasks on which the rarer name must meet the other. */
const minShare = 0.5
/** How many times as often as chance would have it. */
const minLift = 3
const maxSuggestions = 50
/** Tasks with more names than this are arguments, not synonyms, and would make this quadratic. */
const maxNamesPerTask = 30

/**
 * Names that may be one: said of the same things, likely slips (spelling.ts), and names that plain words were put before
 * (head-noun.ts). What the project joins by itself is not among them, nor what the requester has said is not the same.
 *
 * @returns the suggestions that touch most answers first, each name once on the left; no circles.
 */
export function suggestSynonyms(named: NamedTexts, naming: Naming): SynonymSuggestion[] {
  const counts = countForms(named.answers, named.names)
  const all = [...bySpelling(named, counts), ...byWords(counts, naming), ...byMeeting(named)]
  all.sort((a, b) => b.answers - a.answers || (a.from < b.from ? -1 : 1))
  const chosen = new Map<string, SynonymSuggestion>()
  for (const suggestion of all) {
    const { from, to } = suggestion
    if (chosen.size === maxSuggestions) break
    if (chosen.has(from) || chosen.get(to)?.to === from || naming.isApart(from, to)) continue
    chosen.set(from, suggestion)
  }
  return [...chosen.values()]
}

type Counts = ReadonlyMap<string, FormCounts>

function bySpelling({ likely }: NamedTexts, counts: Counts): SynonymSuggestion[] {
  return [...likely].flatMap(([from, to]) => meeting(from, to, counts, 'spelling'))
}

/** Where nobody says the plainer name of the same thing there is nothing to ask. */
function byWords(counts: Counts, { language }: Naming): SynonymSuggestion[] {
  return [...counts.keys()].flatMap((from) => {
    const to = plainerForms(from, language).findLast(({ key }) => counts.has(key))
    return to ? meeting(from, to.key, counts, 'words').filter(({ together }) => together > 0) : []
  })
}

function meeting(from: string, to: string, counts: Counts, why: SynonymSuggestion['why']): SynonymSuggestion[] {
  const [rare, frequent] = [counts.get(from), counts.get(to)]
  if (!rare || !frequent) return []
  const said = [...rare.byTask].map(([task]) => task)
  const together = said.filter((task) => frequent.byTask.get(task) !== undefined).length
  return [{ from, to, together, tasks: said.length, answers: rare.total, why }]
}

/**
 * Names that different people give to the same things: "kitty" and "cat" are said on the same tasks, far more often than
 * their frequencies explain (lift = P(both) / (P(a) P(b)), the measure of association rules: Brin et al., SIGMOD 1997).
 * Two classes that are merely mixed up look alike from here, which is why a person approves.
 *
 * One name after the other, so that no table of all pairs is ever held.
 *
 * @returns from the rarer name to the more frequent one; no circles.
 */
function byMeeting({ answers, names }: NamedTexts): SynonymSuggestion[] {
  const { tasks, start, label } = answers
  const total = new Int32Array(names.length)
  const size = new Int32Array(names.length)
  let answered = 0
  for (let t = 0; t < tasks; t++) {
    if (start[t + 1]! > start[t]!) answered++
    for (let i = start[t]!; i < start[t + 1]!; i++) {
      total[label[i]!]!++
      if (isFirst(label, start[t]!, i)) size[label[i]!]!++
    }
  }
  const { from, task } = tasksOfNames(answers, size)
  const isRarer = (a: number, b: number) => total[a]! < total[b]! || (total[a] === total[b] && names[a]! > names[b]!)
  const together = new Int32Array(names.length)
  const suggestions: SynonymSuggestion[] = []
  for (let rare = 0; rare < names.length; rare++) {
    if (names[rare] === '' || size[rare]! < minTogether) continue
    const partners: number[] = []
    for (let at = from[rare]!; at < from[rare + 1]!; at++) {
      const said = namesOf(label, start[task[at]!]!, start[task[at]! + 1]!)
      if (said.length > maxNamesPerTask) continue
      for (const other of said) {
        if (names[other] === '' || !isRarer(rare, other)) continue
        if (together[other]!++ === 0) partners.push(other)
      }
    }
    let best: number | undefined
    for (const other of partners) {
      const met = together[other]!
      const lift = (met * answered) / (size[rare]! * size[other]!)
      if (met < minTogether || met < minShare * size[rare]! || lift < minLift) continue
      if (best === undefined || met > together[best]!) best = other
    }
    if (best !== undefined)
      suggestions.push({
        ...{ from: names[rare]!, to: names[best]! },
        ...{ together: together[best]!, tasks: size[rare]!, answers: total[rare]!, why: 'together' },
      })
    for (const other of partners) together[other] = 0
  }
  return suggestions
}

/** The tasks on which each name was said: those of name `n` stand at `from[n] <= at < from[n + 1]`. */
function tasksOfNames({ tasks, start, label }: Answers, size: Int32Array): { from: Int32Array; task: Int32Array } {
  const from = new Int32Array(size.length + 1)
  for (let n = 0; n < size.length; n++) from[n + 1] = from[n]! + size[n]!
  const task = new Int32Array(from[size.length]!)
  const next = from.slice(0, size.length)
  for (let t = 0; t < tasks; t++)
    for (let i = start[t]!; i < start[t + 1]!; i++) if (isFirst(label, start[t]!, i)) task[next[label[i]!]!++] = t
  return { from, task }
}

/** Each name of a task once. */
function namesOf(label: Answers['label'], start: number, end: number): number[] {
  const names: number[] = []
  for (let i = start; i < end; i++) if (isFirst(label, start, i)) names.push(label[i]!)
  return names
}

function isFirst(label: Answers['label'], start: number, i: number): boolean {
  return label.indexOf(label[i]!, start) === i
}
