import type { Compared } from './overlay.ts'
import type { Shape } from './shape.ts'

/** How shapes are told apart that were found, missed, and too many: by colour, by line, and by a word. */
export const verdicts = {
  found: { colour: '#7dff8a', dash: [] as number[] },
  missed: { colour: '#ffd23f', dash: [8, 6] },
  extra: { colour: '#ff8080', dash: [3, 3] },
}

export type Verdict = keyof typeof verdicts
export type Judged = { shape: Shape; verdict: Verdict }

/** All that is right and all that was said, each once: what was found is shown where it was drawn. */
export function judged(said: readonly Shape[], { right, pairs }: Compared): Judged[] {
  const found = new Set(pairs)
  return [
    ...right.flatMap((shape, n) => (found.has(n) ? [] : [{ shape, verdict: 'missed' as const }])),
    ...said.map((shape, n) => ({
      shape,
      verdict: (pairs[n] ?? null) === null ? ('extra' as const) : ('found' as const),
    })),
  ]
}

export function countOf(all: readonly Judged[], verdict: Verdict): number {
  return all.filter((one) => one.verdict === verdict).length
}
