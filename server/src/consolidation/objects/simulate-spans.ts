import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import { diceOf, type MadeUpCrowd, type MarkersSpec, markersOf } from './dice.ts'

/** A crowd that marks parts of texts, made up from a seed. `noise`: how often an edge lies a word off, or within a word. */
export type SpansSpec = MarkersSpec & {
  /** Spans of a text in the mean; a fifth of the texts has none. */
  spans?: number
  /** Words of a text, and of a span at most. */
  words?: number
  longest?: number
}

/** `words`: where each word of each text lies. */
export type SpansCrowd = MadeUpCrowd<Span> & { texts: string[]; words: Place[][] }
export type Place = Pick<Span, 'start' | 'end'>
/** From the one word to the other one, both of them in it. */
type Run = { first: number; last: number; label: string }

const alphabet = 'abcdefghijklmnopqrstuvwxyz'

export function simulateSpans(spec: SpansSpec): SpansCrowd {
  const { items, workers, overlap, seed, spans = 3, words: length = 40, longest = 4 } = spec
  const { noise = [0.03, 0.15], hardness = 0, mistaken = 0.05 } = spec
  const { classes = ['person', 'place', 'group'] } = spec
  const dice = diceOf(seed)
  const { random, normal, poisson, someOf } = dice
  const below = (n: number) => Math.floor(random() * n)
  const people = markersOf({ ...spec, noise }, dice)
  const place = (): Run => {
    const first = below(length)
    return { first, last: Math.min(length - 1, first + below(longest)), label: classes[below(classes.length)]! }
  }
  const texts = Array.from({ length: items }, () =>
    Array.from({ length }, () => Array.from({ length: 2 + below(8) }, () => alphabet[below(26)]).join('')).join(' '),
  )
  const words = texts.map((text) =>
    [...text.matchAll(/\S+/g)].map(({ 0: word, index }) => ({ start: index, end: index + word.length })),
  )
  const spanOf = (n: number, { start, end }: Place, label: string): Span => {
    return { label, start, end, text: texts[n]!.slice(start, end) }
  }
  const runs = texts.map(() =>
    random() < 0.2 ? [] : apart(Array.from({ length: 1 + poisson(spans / 0.8 - 1) }, place)),
  )
  const placed = (n: number, { first, last }: Run): Place => {
    return { start: words[n]![first]!.start, end: words[n]![last]!.end }
  }
  const marked = (n: number, run: Run, by: number): Place => {
    const off = () => (random() < by ? (random() < 0.5 ? 1 : -1) : 0)
    const first = Math.max(0, run.first + off())
    const last = Math.min(length - 1, run.last + off())
    if (first > last) return placed(n, run)
    const { start, end } = placed(n, { ...run, first, last })
    // The last letter of it or what stands behind it, now and then.
    const slip = random() < by / 3 ? (random() < 0.5 ? 1 : -1) : 0
    return { start, end: Math.max(start + 1, Math.min(texts[n]!.length, end + slip)) }
  }
  const answers = runs.map((own, n) => {
    const hard = own.map(() => hardness * normal())
    return someOf(workers, overlap).map((worker) => {
      const person = people[worker]!
      const whole = () => spanOf(n, { start: 0, end: texts[n]!.length }, classes[below(classes.length)]!)
      if (person.isLazy) return { worker, objects: person.marksAll ? [whole()] : [] }
      const found = own.filter((_, s) => random() < 1 / (1 + Math.exp(-person.skill + hard[s]!)))
      const said = found.map((run) => {
        const label = random() < mistaken ? classes[below(classes.length)]! : run.label
        return spanOf(n, marked(n, run, person.noise), label)
      })
      const invented = Array.from({ length: poisson(person.extra) }, place)
      return { worker, objects: disjoint([...said, ...invented.map((run) => spanOf(n, placed(n, run), run.label))]) }
    })
  })
  const truth = runs.map((own, n) => own.map((run) => spanOf(n, placed(n, run), run.label)))
  return { truth, answers, isLazy: people.map((person) => person.isLazy), texts, words }
}

/** What a form takes whose spans share no characters: of two that do the earlier. */
function disjoint(spans: Span[]): Span[] {
  const kept: Span[] = []
  for (const span of spans) if (!kept.some((one) => one.start < span.end && span.start < one.end)) kept.push(span)
  return kept.sort((a, b) => a.start - b.start)
}

/** With a word between any two: what touches would be one to whoever votes on words. */
function apart(runs: Run[]): Run[] {
  const kept: Run[] = []
  for (const run of runs)
    if (!kept.some((one) => one.first <= run.last + 1 && run.first <= one.last + 1)) kept.push(run)
  return kept.sort((a, b) => a.first - b.first)
}
