import { type Answers, answersByTask } from './answers.ts'
import { knownOf } from './consolidate-choices.ts'
import { mergeHeadNouns } from './head-noun.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import { displayForm, textKey } from './normalise-text.ts'
import { type Belief, beliefOf, fitOneCoin } from './one-coin.ts'
import { largest } from './posterior.ts'
import { DEFAULT_RHO, publishedBelief } from './publish.ts'
import { type FormCounts, mergeSpellings } from './spelling.ts'
import { type SynonymSuggestion, suggestSynonyms } from './suggest-synonyms.ts'
import { type ResolvedSynonyms, resolveSynonyms, type Synonym } from './synonyms.ts'

/** All answers to one text field of a project, one entry per answer in each column; null is "no answer". */
export type TextAnswers = {
  tasks: number
  workers: number
  task: ArrayLike<number>
  worker: ArrayLike<number>
  text: readonly (string | null)[]
}

export type TextResult = {
  /** The winning name as most people typed it; null for "no answer" and for a task without answers. */
  value: string | null
  /** Published probability of the winner (publish.ts), 0..1. */
  confidence: number
  /** Names with their number of answers, most first. */
  votes: { value: string | null; count: number }[]
  /** Probability that the right name was said by nobody. */
  other: number
}

export type ConsolidatedText = {
  ok: true
  results: TextResult[]
  /** Per worker the probability of giving the right name; last the crowd's. */
  accuracy: Float64Array
  /** Krippendorff's alpha over the names; null where no task has two answers. */
  alpha: number | null
  /** Spelling merges that were made, for the requester to see. */
  merged: { from: string; to: string }[]
  /** How many names were said in all. */
  names: number
  suggestions: SynonymSuggestion[]
}

/** Below this many answers workers cannot be told apart, and all get the crowd's accuracy. */
export const ANSWERS_TO_TELL_WORKERS_APART = 200
/** The class of a gold name that nobody gave: above every class that was said, as they are numbered from 0. */
const UNSAID = 0x7fff
/** Open questions have more names than were ever said; an error may fall on at least so many. */
export const LEAST_NAMES = 10

/**
 * Free text: every spelling of a name counts for the name, then votes weighted by one-coin skill.
 *
 * What was typed -> key (normalise-text.ts) -> spelling (spelling.ts) -> head noun within the task (head-noun.ts) -> the
 * project's synonyms (synonyms.ts) -> one coin per worker (one-coin.ts). Approving a synonym is calling this again with it:
 * what was typed is kept, so it applies to every answer that is there.
 *
 * @param language BCP 47 tag of the project.
 * @param gold the right names of gold tasks: they measure the workers; their own results stay what was answered.
 * @returns the error value of {@link resolveSynonyms} when the synonyms cannot be followed.
 */
export function consolidateText(
  answers: TextAnswers,
  language: string,
  synonyms: readonly Synonym[] = [],
  gold: ReadonlyMap<number, string> = new Map(),
): ConsolidatedText | Extract<ResolvedSynonyms, { ok: false }> {
  const resolved = resolveSynonyms(synonyms)
  if (!resolved.ok) return resolved
  const typed = answers.text.map((text) => (text === null ? '' : displayForm(text)))
  const keys = typed.map(textKey)
  const spelling = mergeSpellings(countForms(answers, keys))
  for (const from of resolved.canonical.keys()) spelling.delete(from)
  const names = nameAnswers(answers, keys, spelling, resolved.canonical, language)
  const ids = new Map<string, number>()
  for (const name of names) if (!ids.has(name)) ids.set(name, ids.size)
  const known = new Int16Array(answers.tasks).fill(-1)
  for (const [task, text] of gold) {
    const key = textKey(text)
    known[task] = ids.get(resolved.canonical.get(spelling.get(key) ?? key) ?? key) ?? UNSAID
  }

  const byTask = answersByTask({ ...answers, classes: ids.size, label: names.map((name) => ids.get(name)!) })
  const tooFew = names.length < ANSWERS_TO_TELL_WORKERS_APART
  const model = fitOneCoin(byTask, knownOf(byTask, known), tooFew ? 0 : undefined, Math.max(LEAST_NAMES, ids.size + 1))
  const shown = displayForms(answers, typed, keys, names, synonyms)
  const list = [...ids.keys()]
  const results = Array.from({ length: answers.tasks }, (_, t) => {
    const belief = beliefOf(model, byTask.worker, byTask.label, byTask.start[t]!, byTask.start[t + 1]!)
    return resultOf(byTask, t, belief, (id) => shown(t, list[id]!))
  })
  const counts = countForms(answers, names)
  return {
    ok: true,
    results,
    accuracy: model.accuracy,
    alpha: krippendorffAlpha(byTask.start, byTask.label, 'nominal'),
    merged: [...spelling].map(([from, to]) => ({ from, to })),
    names: ids.size,
    suggestions: suggestSynonyms(counts, countTasks(byTask)),
  }
}

/** How often each key was said, in all and per task; empty answers left out. */
function countForms(answers: TextAnswers, keys: readonly string[]): Map<string, FormCounts> {
  const forms = new Map<string, FormCounts>()
  keys.forEach((key, i) => {
    if (key === '') return
    const counts = forms.get(key) ?? { total: 0, byTask: new Map<number, number>() }
    forms.set(key, counts)
    counts.total++
    const task = answers.task[i]!
    counts.byTask.set(task, (counts.byTask.get(task) ?? 0) + 1)
  })
  return forms
}

/** The canonical name of each answer. */
export function nameAnswers(
  answers: Pick<TextAnswers, 'task'>,
  keys: readonly string[],
  spelling: ReadonlyMap<string, string>,
  canonical: ReadonlyMap<string, string>,
  language: string,
): string[] {
  const spelled = keys.map((key) => spelling.get(key) ?? key)
  const said = new Map<number, Set<string>>()
  spelled.forEach((key, i) => {
    if (key === '') return
    const names = said.get(answers.task[i]!) ?? new Set<string>()
    said.set(answers.task[i]!, names)
    // "black cat" is also counted with a cat that was called "kitty", once kitty = cat.
    names.add(key).add(canonical.get(key) ?? key)
  })
  const heads = new Map<number, Map<string, string>>()
  for (const [task, names] of said) if (names.size > 1) heads.set(task, mergeHeadNouns([...names], language))
  return spelled.map((key, i) => {
    const own = canonical.get(key)
    if (own !== undefined) return own
    const head = heads.get(answers.task[i]!)?.get(key) ?? key
    return canonical.get(head) ?? head
  })
}

/**
 * How a name is shown in a task: as most people typed it there; where everyone meant it in other words, as most typed it
 * anywhere, or as the requester wrote it in the synonym.
 */
export function displayForms(
  answers: Pick<TextAnswers, 'task'>,
  typed: readonly string[],
  keys: readonly string[],
  names: readonly string[],
  synonyms: readonly Synonym[],
): (task: number, name: string) => string {
  const inTask = new Map<string, Map<string, number>>()
  const anywhere = new Map<string, Map<string, number>>()
  typed.forEach((form, i) => {
    if (keys[i] !== names[i]) return
    addForm(inTask, `${answers.task[i]} ${names[i]}`, form)
    addForm(anywhere, names[i]!, form)
  })
  for (const { to } of synonyms) if (!anywhere.has(textKey(to))) addForm(anywhere, textKey(to), displayForm(to))
  return (task, name) => mostTyped(inTask.get(`${task} ${name}`) ?? anywhere.get(name)) ?? name
}

function addForm(forms: Map<string, Map<string, number>>, name: string, form: string): void {
  const counts = forms.get(name) ?? new Map<string, number>()
  forms.set(name, counts)
  counts.set(form, (counts.get(form) ?? 0) + 1)
}

function mostTyped(counts: Map<string, number> | undefined): string | undefined {
  let best: string | undefined
  let most = 0
  for (const [form, count] of counts ?? []) if (count > most) [best, most] = [form, count]
  return best
}

function resultOf(answers: Answers, task: number, belief: Belief, show: (id: number) => string): TextResult {
  const n = answers.start[task + 1]! - answers.start[task]!
  if (n === 0) return { value: null, confidence: 0, votes: [], other: 1 }
  const { candidates } = belief
  const published = publishedBelief(belief, answers.label, answers.start[task]!, answers.start[task + 1]!, DEFAULT_RHO)
  const winner = largest(published, candidates.length)
  const counts = new Int32Array(candidates.length)
  for (let i = answers.start[task]!; i < answers.start[task + 1]!; i++) counts[candidates.indexOf(answers.label[i]!)]!++
  const votes = candidates.map((id, c) => ({ value: show(id) || null, count: counts[c]! }))
  const { value } = votes[winner]!
  votes.sort((a, b) => b.count - a.count)
  return { value, confidence: published[winner]!, votes, other: published[candidates.length]! }
}

function countTasks({ tasks, start }: Answers): number {
  let answered = 0
  for (let t = 0; t < tasks; t++) if (start[t + 1]! > start[t]!) answered++
  return answered
}
