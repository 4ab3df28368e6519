import { isNegation } from './negations.ts'

/**
 * Slips of the finger in typed names: which rare forms are a frequent form mistyped? Two answers to that. What is *likely* is
 * shown to the requester, who approves it with one click (suggest-synonyms.ts). What is *safe* is joined where the requester
 * asked for joining by meaning, and only on tasks where somebody typed the frequent form as well (name-texts.ts).
 */
export type Slips = { likely: Map<string, string>; safe: Map<string, string> }

/** A form must be this many times as frequent as what is a slip of it. */
const timesAsFrequent = 5
/** Below this length nearly every word is one slip away from another (cat, bat, rat). */
const minLength = 4
/** From this length two slips are forgiven. */
const twoSlipsFrom = 9
/** Below this length one letter instead of another makes another word ("boar" and "bear", "cebra" and "cobra"). */
const replacedFrom = 7
/** From this length a form that no one else said either is still likely a slip: "elefant", said once, on its own. */
const longEnoughAlone = 6
/** Longer texts are sentences, not names. */
const maxLength = 30
/** More distinct forms than this are not names; and the time and memory of the index stay within seconds and megabytes. */
const maxForms = 20_000
const maxTargets = 2_000
/** "AB12345" and "AB12354" are two numbers. */
const numeric = /\p{N}/u

/** How often a form was said in each task: what spelling is judged by. A Map will do. */
export type FormCounts = {
  total: number
  byTask: Iterable<[task: number, count: number]> & { get(task: number): number | undefined }
}

/**
 * Which keys are another key misspelt. A rare form is likely a slip of a form at least 5 times as frequent at Damerau distance
 * 1 (2 from 9 letters), unless only the ending differs ("cat", "cats"; "lion", "lioness"), and unless the people who saw the same
 * task speak for it: where "goat" is agreed on more often than "boat" is said beside it, "goat" is a word of its own.
 *
 * It is safe to join where, beyond that, it is no word that people use: nobody ever agreed on it, and on most tasks where it
 * was said the frequent form was said, too; and where the slip is one that fingers make: in one word, and not in its first
 * letter, which is seldom mistyped (1 to 3 % of slips: Kukich, ACM Computing Surveys 1992) and tells most words apart ("goat",
 * "boat"; "typical", "atypical"), nor one letter for another in a short word.
 *
 * @returns maps from misspelt to right key; no right key is itself misspelt.
 */
export function findSlips(forms: ReadonlyMap<string, FormCounts>): Slips {
  const names = [...forms].filter(([key]) => key.length >= minLength && key.length <= maxLength && !numeric.test(key))
  const slips: Slips = { likely: new Map(), safe: new Map() }
  if (names.length > maxForms) return slips
  names.sort((a, b) => b[1].total - a[1].total || (a[0] < b[0] ? -1 : 1))
  const targets = names.filter(([, counts]) => counts.total >= timesAsFrequent).slice(0, maxTargets)
  const byShape = indexByDeletion(targets.map(([key]) => key))
  // Most frequent first: whatever is a slip has a target that stays, and no chain is ever made.
  for (const [rare, counts] of names) {
    let likely: string | undefined
    let safe: string | undefined
    for (const near of nearby(rare, byShape)) {
      if (near === rare || slips.likely.has(near)) continue
      const target = forms.get(near)!
      if (target.total < timesAsFrequent * counts.total || !isSlip(rare, near)) continue
      const more = (chosen: string | undefined) => chosen === undefined || forms.get(chosen)!.total < target.total
      if (isSpokenFor(rare, counts, target) && more(likely)) likely = near
      if (isOfFingers(rare, near) && isNoWord(counts, target) && more(safe)) safe = near
    }
    if (likely !== undefined) slips.likely.set(rare, likely)
    if (safe !== undefined && safe === likely) slips.safe.set(rare, safe)
  }
  return slips
}

/** Do the tasks in which the rare form was said speak for the frequent one? */
function isSpokenFor(rare: string, counts: FormCounts, target: FormCounts): boolean {
  let together = 0
  let agreed = 0
  for (const [task, count] of counts.byTask) {
    together += target.byTask.get(task) ?? 0
    agreed += count - 1
  }
  return together > agreed || (together === agreed && rare.length >= longEnoughAlone)
}

/** Two people who say the same of one thing use a word, and so does who says it where nobody says the other. */
function isNoWord(counts: FormCounts, target: FormCounts): boolean {
  let beside = 0
  let alone = 0
  for (const [task, count] of counts.byTask) {
    if (count > 1) return false
    if (target.byTask.get(task) === undefined) alone++
    else beside++
  }
  return beside > alone
}

/** One word differs, by a slip behind its first letter; words that deny are never mended, in neither direction. */
function isOfFingers(rare: string, frequent: string): boolean {
  const [a, b] = [rare.split(' '), frequent.split(' ')]
  if (a.length !== b.length) return false
  const at = a.findIndex((word, i) => word !== b[i])
  const [wrong, right] = [a[at]!, b[at]!]
  if (a.some((word, i) => i > at && word !== b[i])) return false
  if (wrong.length < minLength || right.length < minLength || isNegation(wrong) || isNegation(right)) return false
  if (wrong[0] !== right[0] || !isSlip(wrong, right)) return false
  return wrong.length !== right.length || right.length >= replacedFrom || isSwap(wrong, right)
}

/** The same letters in another order. */
function isSwap(a: string, b: string): boolean {
  return [...a].sort().join('') === [...b].sort().join('')
}

function isSlip(rare: string, frequent: string): boolean {
  const allowed = Math.min(rare.length, frequent.length) >= twoSlipsFrom ? 2 : 1
  if (differOnlyAtTheEnd(rare, frequent)) return false
  return damerauWithin(rare, frequent, allowed)
}

/** One continues the other, or they differ in their last letter only: endings mean something. */
function differOnlyAtTheEnd(a: string, b: string): boolean {
  let same = 0
  while (same < a.length && a[same] === b[same]) same++
  return Math.max(a.length, b.length) - same <= (a.length === b.length ? 1 : 2)
}

/**
 * Whether two texts are at most `limit` insertions, deletions, replacements or swaps of neighbours apart (the restricted
 * distance of Damerau 1964). Walks only the diagonal band of width 2 * limit + 1.
 */
export function damerauWithin(a: string, b: string, limit: number): boolean {
  if (Math.abs(a.length - b.length) > limit) return false
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = new Array<number>(b.length + 1).fill(limit + 1)
    next[0] = i
    let min = i
    for (let j = Math.max(1, i - limit); j <= Math.min(b.length, i + limit); j++) {
      const swap = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1] ? before[j - 2]! + 1 : limit + 1
      next[j] = Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + Number(a[i - 1] !== b[j - 1]), swap)
      min = Math.min(min, next[j]!)
    }
    if (min > limit) return false
    before = row
    row = next
  }
  return row[b.length]! <= limit
}

/**
 * Two texts within distance d share a text that is left after deleting at most d letters from each (symmetric deletion:
 * Garbe 2012), so near forms meet in an index instead of being compared all with all.
 */
function indexByDeletion(keys: string[]): Map<string, string[]> {
  const index = new Map<string, string[]>()
  for (const key of keys) {
    for (const shape of shapesOf(key)) {
      const there = index.get(shape)
      if (there) there.push(key)
      else index.set(shape, [key])
    }
  }
  return index
}

function nearby(key: string, index: Map<string, string[]>): Set<string> {
  const near = new Set<string>()
  for (const shape of shapesOf(key)) for (const other of index.get(shape) ?? []) near.add(other)
  return near
}

function shapesOf(key: string): Set<string> {
  const shapes = new Set([key])
  const depth = key.length >= twoSlipsFrom ? 2 : 1
  let edge = [key]
  for (let d = 0; d < depth; d++) {
    const shorter: string[] = []
    for (const text of edge) {
      for (let i = 0; i < text.length; i++) {
        const shape = text.slice(0, i) + text.slice(i + 1)
        if (!shapes.has(shape)) shorter.push(shape)
        shapes.add(shape)
      }
    }
    edge = shorter
  }
  return shapes
}
