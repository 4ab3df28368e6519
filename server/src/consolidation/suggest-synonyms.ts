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
}

/** Fewer meetings are chance. */
const LEAST_TOGETHER = 3
/** Share of its tasks on which the rarer name must meet the other. */
const LEAST_SHARE = 0.5
/** How many times as often as chance would have it. */
const LEAST_LIFT = 3
const MOST_SUGGESTIONS = 50
/** Tasks with more names than this are arguments, not synonyms, and would make this quadratic. */
const MOST_NAMES_PER_TASK = 30

/**
 * Names that different people give to the same things: "kitty" and "cat" are said on the same tasks, far more often than
 * their frequencies explain (lift = P(both) / (P(a) P(b)), the measure of association rules: Brin et al., SIGMOD 1997).
 * Two classes that are merely mixed up look alike from here, which is why a person approves.
 *
 * @param forms how often each canonical key was said in each task.
 * @param tasks number of tasks of the project that have answers.
 * @returns the suggestions that touch most answers first, from the rarer name to the more frequent one; no circles.
 */
export function suggestSynonyms(forms: ReadonlyMap<string, FormCounts>, tasks: number): SynonymSuggestion[] {
  const pairs = countPairs(forms)
  const suggestions: SynonymSuggestion[] = []
  for (const [from, partners] of pairs) {
    const rare = forms.get(from)!
    let best: SynonymSuggestion | undefined
    for (const [to, together] of partners) {
      const frequent = forms.get(to)!
      const lift = (together * tasks) / (rare.byTask.size * frequent.byTask.size)
      if (together < LEAST_TOGETHER || together < LEAST_SHARE * rare.byTask.size || lift < LEAST_LIFT) continue
      if (best === undefined || together > best.together) {
        best = { from, to, together, tasks: rare.byTask.size, answers: rare.total }
      }
    }
    if (best) suggestions.push(best)
  }
  suggestions.sort((a, b) => b.answers - a.answers || (a.from < b.from ? -1 : 1))
  return suggestions.slice(0, MOST_SUGGESTIONS)
}

/** For each name, the more frequent names that it was said beside, and on how many tasks. */
function countPairs(forms: ReadonlyMap<string, FormCounts>): Map<string, Map<string, number>> {
  const namesOfTask = new Map<number, string[]>()
  for (const [key, counts] of forms) {
    for (const task of counts.byTask.keys()) {
      const names = namesOfTask.get(task)
      if (names) names.push(key)
      else namesOfTask.set(task, [key])
    }
  }
  const pairs = new Map<string, Map<string, number>>()
  for (const names of namesOfTask.values()) {
    if (names.length > MOST_NAMES_PER_TASK) continue
    for (const from of names) {
      for (const to of names) {
        if (!isRarer(from, to, forms)) continue
        const partners = pairs.get(from) ?? new Map<string, number>()
        pairs.set(from, partners)
        partners.set(to, (partners.get(to) ?? 0) + 1)
      }
    }
  }
  return pairs
}

/** A strict order, so that suggestions point one way and can never make a circle. */
function isRarer(a: string, b: string, forms: ReadonlyMap<string, FormCounts>): boolean {
  const difference = forms.get(a)!.total - forms.get(b)!.total
  return difference < 0 || (difference === 0 && a > b)
}
