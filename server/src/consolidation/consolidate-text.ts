import { type Answers, answersByTask } from './answers.ts'
import { knownOf } from './consolidate-choices.ts'
import { krippendorffAlpha } from './krippendorff.ts'
import { type NamedTexts, nameTexts, numberTexts } from './name-texts.ts'
import { displayForm, textKey } from './normalise-text.ts'
import { type Belief, beliefOf, fitOneCoin, type OneCoin } from './one-coin.ts'
import { largest } from './posterior.ts'
import { DEFAULT_RHO, publishedBelief } from './publish.ts'
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
const UNSAID = 0x7fffffff
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
  const { number, keys: numbers } = numberTexts()
  const form = answers.text.map(number)
  const keys = [...numbers.keys()]
  const byTask = answersByTask({ ...answers, classes: keys.length, label: form })
  const named = nameTexts({ answers: byTask, keys }, language, resolved.canonical)
  const fit = fitTexts(named, resolved.canonical, gold)
  const order = answersByTask({ ...answers, classes: Number.POSITIVE_INFINITY, label: form.map((_, i) => i) }).label
  const typed = Array.from(order, (i) => displayForm(answers.text[i] ?? ''))
  const shown = displayForms(
    { task: Array.from(order, (i) => answers.task[i]!) },
    typed,
    Array.from(byTask.label, (id) => keys[id]!),
    Array.from(named.answers.label, (id) => named.names[id]!),
    synonyms,
  )
  const results = Array.from({ length: answers.tasks }, (_, t) => {
    const { worker, label, start } = named.answers
    const belief = beliefOf(fit.model, worker, label, start[t]!, start[t + 1]!)
    return resultOf(named.answers, t, belief, (id) => shown(t, named.names[id]!))
  })
  return {
    ok: true,
    results,
    accuracy: fit.model.accuracy,
    alpha: fit.alpha,
    merged: [...named.spelling].map(([from, to]) => ({ from, to })),
    names: named.names.length,
    suggestions: fit.suggestions,
  }
}

/** The workers' coins, the agreement and the suggestions that named texts give; the names of gold measure the workers. */
export function fitTexts(
  named: NamedTexts,
  canonical: ReadonlyMap<string, string>,
  gold: ReadonlyMap<number, string>,
): { model: OneCoin; alpha: number | null; suggestions: SynonymSuggestion[] } {
  const { answers, names, spelling } = named
  const known = new Int32Array(answers.tasks).fill(-1)
  if (gold.size > 0) {
    const ids = new Map(names.map((name, id) => [name, id]))
    for (const [task, text] of gold) {
      const key = textKey(text)
      const spelled = spelling.get(key) ?? key
      known[task] = ids.get(canonical.get(spelled) ?? spelled) ?? UNSAID
    }
  }
  const tooFew = answers.label.length < ANSWERS_TO_TELL_WORKERS_APART
  const classes = Math.max(LEAST_NAMES, names.length + 1)
  return {
    model: fitOneCoin(answers, knownOf(answers, known), tooFew ? 0 : undefined, classes),
    alpha: krippendorffAlpha(answers.start, answers.label, 'nominal'),
    suggestions: suggestSynonyms(named),
  }
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
