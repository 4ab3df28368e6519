import type { FieldObject, FieldValue } from '@whisker/api/fields.ts'
import { collectAnswers } from '../answers.ts'
import type { ModelledField } from '../field.ts'
import type { Expected, FieldFit, KindCollector, WorkerFit } from '../field-fit.ts'
import { fitTables } from '../fit-tables.ts'
import { evidenceWeight } from '../gold.ts'
import { itemsGiven } from '../items-given.ts'
import type { KindOf } from '../kinds/kind.ts'
import type { Naming } from '../naming.ts'
import { plainly } from '../small/compare-small.ts'
import { fitSmall, inAllVersions } from '../small/fit-small.ts'
import { agreementOf } from './agreement.ts'
import { alikeIn, attributeFields, attributesOf, rightOnes } from './attributes.ts'
import { countItem } from './count-item.ts'
import { emptyCrowd, type ObjectsCrowd, type Rates, ratesOf } from './crowd.ts'
import { existence, knownExistence, type Marked, mark, middlesOf } from './evidence.ts'
import type { Geometry } from './geometry.ts'
import type { Labels } from './labels.ts'
import { emptyLabels } from './model.ts'
import { pairUp } from './pair.ts'

/** As with tables (docs: quality), a few passes are better than many; the first begins with what is thought of any crowd. */
const passes = 5

type Item<O extends FieldObject> = { item: number; marked: Marked<O>; truth: readonly O[] | undefined }

/** Collects answers that are lists of objects, and fits the model of their crowd by EM (Dempster, Laird and Rubin, 1977). */
export function collectObjects<O extends FieldObject>(
  kindOf: KindOf,
  geometry: Geometry<O>,
  asGiven: (value: FieldValue | null | undefined) => O[] | null,
  { versions, classes }: { versions: readonly ModelledField[]; classes: string[] },
  expected: Expected,
): KindCollector {
  const { items, add } = itemsGiven(asGiven)
  const answered: number[] = []
  return {
    add(item, worker, value) {
      answered.push(worker)
      add(item, worker, value)
    },
    fit(workers, naming, gold) {
      const marked = items.map(({ item, workers: own, answers }): Item<O> => {
        const truth = gold.get(item)
        return { item, marked: mark(geometry, own, answers), truth: asGiven(truth) ?? undefined }
      })
      return fitObjects(geometry, marked, { kindOf, versions, naming, classes, workers, answered, expected })
    },
  }
}

type About = {
  kindOf: KindOf
  versions: readonly ModelledField[]
  naming: Naming
  classes: string[]
  workers: number
  answered: number[]
  expected: Expected
}

function fitObjects<O extends FieldObject>(geometry: Geometry<O>, items: Item<O>[], about: About): FieldFit {
  const { workers, answered } = about
  const goldAnswers = new Float64Array(workers)
  for (const { marked, truth } of items) if (truth) for (const worker of marked.workers) goldAnswers[worker]!++
  let crowd = emptyCrowd(Math.max(16, workers))
  for (let pass = 0; pass < passes; pass++) {
    const rates = ratesOf(crowd)
    crowd = emptyCrowd(Math.max(16, workers))
    for (const { marked, truth } of items) {
      const weightOf = (worker: number) => (truth ? 1 : evidenceWeight(goldAnswers[worker]!))
      countItem(crowd, rates, geometry, marked, { truth, weightOf })
    }
  }
  const rates = ratesOf(crowd)
  const counts = new Int32Array(workers)
  for (const worker of answered) counts[worker]!++
  const said = fitAttributes(geometry, rates, items, about)
  return {
    model: {
      ...{ kind: 'objects', crowd, labels: fitLabels(geometry, rates, items, about) },
      attributes: new Map(said.map(({ name, fit }) => [name, fit.model])),
    },
    method: 'objects',
    answers: answered.length,
    alpha: agreementOf(
      geometry,
      items.map(({ marked }) => marked.answers),
      alikeIn(about.kindOf, about.versions[0]!, { ...plainly, naming: about.naming }),
    ),
    workers: peopleOf(
      crowd,
      rates,
      counts,
      said.map(({ fit }) => fit),
    ),
    suggestions: [],
  }
}

/** The table of names, over the objects that are there. */
function fitLabels<O extends FieldObject>(
  geometry: Geometry<O>,
  rates: Rates,
  items: Item<O>[],
  { classes, workers, expected }: About,
): Labels {
  const empty = emptyLabels(classes)
  if (!empty.model) return empty
  const there = items.flatMap(({ marked, truth }) => {
    const middles = truth ? middlesOf(geometry, marked) : []
    const exists = truth ? knownExistence(geometry, middles, truth).exists : existence(rates, marked)
    const right = truth && pairUp(geometry, middles, truth, { min: 0.5, namesMatter: false })
    return marked.candidates.flatMap((candidate, c) => {
      if (exists[c]! < 0.5) return []
      const known = right ? classes.indexOf(truth[right[c]!]?.label ?? '') : -1
      return [{ marked, candidate, known }]
    })
  })
  const collector = collectAnswers(there.length, workers, classes.length, expected.answers)
  for (const [n, { marked, candidate }] of there.entries())
    for (const [a, at] of candidate.members.entries()) {
      const label = at < 0 ? -1 : classes.indexOf(marked.answers[a]![at]!.label ?? '')
      if (label >= 0) collector.add(n, marked.workers[a]!, label)
    }
  const known = there.some((one) => one.known >= 0) ? Int16Array.from(there, (one) => one.known) : undefined
  return { classes, model: fitTables({ ...collector.finish(), workers }, known).online }
}

/** What is said of the objects that are there, by those who marked them. */
function fitAttributes<O extends FieldObject>(
  geometry: Geometry<O>,
  rates: Rates,
  items: Item<O>[],
  { kindOf, versions, naming, workers, expected }: About,
): ReturnType<typeof fitSmall> {
  const fields = inAllVersions(versions.map(attributeFields))
  if (fields.length === 0) return []
  const things = items.flatMap(({ marked, truth }) => {
    const exists = truth ? null : existence(rates, marked)
    const right = truth && rightOnes(geometry, marked, truth)
    return marked.candidates.flatMap(({ members }, c) => {
      if (exists ? exists[c]! < 0.5 : !right?.[c]) return []
      const said = [...members].map((at, n) => (at < 0 ? null : attributesOf(marked.answers[n]![at]!)))
      return [{ workers: marked.workers, said, right: right?.[c] && attributesOf(right[c]) }]
    })
  })
  return fitSmall(kindOf, fields, things, { ...expected, workers }, naming)
}

function peopleOf({ room }: ObjectsCrowd, rates: Rates, counts: Int32Array, said: FieldFit[]): WorkerFit[] {
  return [...counts].map((answered, w) => {
    const parts = [w < room ? accuracyOf(rates, w) : 0, ...said.map(({ workers }) => workers[w]!.accuracy)]
    return { answered, accuracy: parts.reduce((sum, each) => sum + each, 0) / parts.length, bits: null }
  })
}

/** F1 of what a worker marks, as it is to be expected. */
export function accuracyOf(rates: Rates, worker: number): number {
  const found = rates.objects * rates.detection(worker)
  return (2 * found) / (found + rates.extra(worker) + rates.objects)
}
