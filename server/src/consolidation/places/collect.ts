import type { FieldValue } from '@whisker/api/fields.ts'
import { type Expected, type FieldFit, type Gold, type KindCollector, peopleOf } from '../field-fit.ts'
import { evidenceWeight } from '../gold.ts'
import { agreementOf } from './agreement.ts'
import { believe } from './belief.ts'
import { emptyPlaces, leafAccuracy } from './crowd.ts'
import { compare, learn, shownBy } from './learn.ts'
import type { Tree } from './tree.ts'

/** As with tables: two or three passes from what is thought of any crowd are better than many. */
const passes = 3

/** Items come in order: `start` has where the answers of each begin. */
type Columns = { item: number[]; start: number[]; worker: number[]; value: (string | null)[] }

/** Collects answers that are places of a tree, and fits what its workers know by EM. 16 bytes an answer. */
export function collectPlaces(
  tree: Tree,
  optional: boolean,
  asGiven: (value: FieldValue | null | undefined) => string | null,
): (expected: Expected) => KindCollector {
  return () => {
    const columns: Columns = { item: [], start: [], worker: [], value: [] }
    const texts = new Map<string, string>()
    return {
      add(item, worker, raw) {
        if (columns.item.at(-1) !== item) {
          columns.item.push(item)
          columns.start.push(columns.worker.length)
        }
        const value = asGiven(raw)
        // Equal texts from the database are different strings: one copy of each is enough.
        if (value !== null && !texts.has(value)) texts.set(value, value)
        columns.worker.push(worker)
        columns.value.push(value === null ? null : texts.get(value)!)
      },
      fit: (workers, _, gold) => fitPlaces(tree, optional, columns, workers, knownBy(gold, asGiven)),
    }
  }
}

function knownBy(gold: Gold, asGiven: (value: FieldValue) => string | null): Map<number, string | null> {
  return new Map([...gold].map(([item, truth]) => [item, asGiven(truth)]))
}

function fitPlaces(
  tree: Tree,
  optional: boolean,
  { item, start, worker, value }: Columns,
  workers: number,
  known: Map<number, string | null>,
): FieldFit {
  const goldAnswers = new Float64Array(workers)
  item.forEach((one, n) => {
    if (known.has(one)) for (let i = start[n]!; i < (start[n + 1] ?? worker.length); i++) goldAnswers[worker[i]!]!++
  })
  let crowd = emptyPlaces(tree.levels, Math.max(16, workers))
  for (let pass = 0; pass < passes; pass++) {
    const rates = crowd
    crowd = emptyPlaces(tree.levels, Math.max(16, workers))
    crowd.answers = worker.length
    for (const [n, one] of item.entries()) {
      const [from, to] = [start[n]!, start[n + 1] ?? worker.length]
      const said = { workers: worker.slice(from, to), values: value.slice(from, to) }
      const truth = known.get(one)
      const belief = believe(tree, rates, said, { optional, exponent: 1, ...(truth !== undefined && { truth }) })
      belief.answered.forEach((node, i) => {
        const who = said.workers[i]!
        learn(crowd, who, shownBy(tree, rates, who, node), truth === undefined ? evidenceWeight(goldAnswers[who]!) : 1)
        compare(crowd, said.workers, belief, i)
      })
    }
  }
  const accuracy = Float64Array.from({ length: workers }, (_, w) => leafAccuracy(crowd, w))
  return {
    model: { kind: 'places', crowd },
    method: 'one-coin',
    answers: worker.length,
    alpha: agreementOf(
      tree,
      item.map((_, n) => value.slice(start[n]!, start[n + 1] ?? worker.length)),
    ),
    workers: peopleOf(accuracy, worker, workers),
    suggestions: [],
  }
}
