import { OutputField } from '@whisker/api/fields.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import type { FieldResult, ModelledField } from '../../src/consolidation/field.ts'
import { kindOf } from '../../src/consolidation/kinds/kinds.ts'
import { labelItems } from '../../src/consolidation/label-items.ts'
import { nameBy } from '../../src/consolidation/naming.ts'
import { attributesOf } from '../../src/consolidation/objects/attributes.ts'
import { boxGeometry } from '../../src/consolidation/objects/boxes.ts'
import { candidatesOf } from '../../src/consolidation/objects/candidates.ts'
import { objectsIn } from '../../src/consolidation/objects/evidence.ts'
import { pairUp } from '../../src/consolidation/objects/pair.ts'
import { attributes } from '../../src/consolidation/objects/simulate-attributes.ts'
import { type BoxesCrowd, simulateBoxes } from '../../src/consolidation/objects/simulate-boxes.ts'
import { majorityOf, plainly, sameIn } from '../../src/consolidation/small/compare-small.ts'
import { askByPolicy } from '../ask-by-policy.ts'
import { type Bins, eceOf, emptyBins, put } from '../calibration.ts'
import { mean } from '../scores.ts'
import { columnsOf, percent, policy } from './figures.ts'

/**
 * What is said of boxes: a pose of four with confusions, and a tick. How often each is right, of the boxes that are published and there,
 * by the service and by a majority of those who drew the box; how honest the confidence of each is, and of the whole set.
 */
const seeds = [1, 2, 3, 4, 5]
const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })
const plain = OutputField.parse({ name: 'x', type: 'boxes' }) as ModelledField
const field = OutputField.parse({ name: 'x', type: 'boxes', attributes }) as ModelledField
const small = field.attributes!
const spec = { items: 600, workers: 40, attributes: true }

export function printAttributes(): void {
  console.log(
    `\nwhat is said of boxes: ${spec.items} pictures, ${spec.workers} people, ${seeds.length} seeds, ${small.map(({ name }) => name).join(' and ')}`,
  )
  for (const overlap of [3, 5]) printFixed(overlap)
  printDynamic()
  printTime()
}

function printFixed(overlap: number): void {
  const runs = seeds.map((seed) => {
    const crowd = simulateBoxes({ ...spec, seed, overlap })
    return measured(crowd, labelItems([field], columnsOf(crowd), naming).results)
  })
  const of = (key: Exclude<keyof (typeof runs)[number], 'each'>) => mean(runs.map((run) => run[key]))
  console.log(`  ${overlap} answers:`)
  for (const [n, { name }] of small.entries()) {
    const own = (key: 'right' | 'majority' | 'ece') => percent(mean(runs.map(({ each }) => each[n]![key])))
    console.log(
      `    ${name.padEnd(8)} right ${own('right')}, by a majority of who drew it ${own('majority')}; ECE ${own('ece')}`,
    )
  }
  console.log(`    all of it right ${percent(of('sets'))}; ECE of the field's confidence ${percent(of('setEce'))}`)
}

/** Of the boxes that are published and there; and of whole answers. */
function measured({ truth, answers }: BoxesCrowd, results: readonly FieldResult[]) {
  const kind = kindOf(field)
  const each = small.map(() => ({ right: [] as number[], majority: [] as number[], bins: emptyBins() as Bins }))
  const setBins = emptyBins()
  const sets: number[] = []
  for (const [n, { value, objects, confidence }] of results.entries()) {
    const boxes = (value ?? []) as Box[]
    const isRight = kind.agrees(field, truth[n]!, boxes, plainly)
    put(setBins, confidence, isRight)
    sets.push(Number(isRight))
    const drawn = answers[n]!.map((answer) => answer.objects)
    const candidates = candidatesOf(boxGeometry, drawn)
    const middles = candidates.map((candidate) => {
      const own = objectsIn(drawn, candidate)
      return boxGeometry.middle(
        own,
        own.map(() => 1),
      )
    })
    const mine = pairUp(boxGeometry, boxes, middles, { min: 0.3, namesMatter: false })
    for (const [b, t] of pairUp(boxGeometry, boxes, truth[n]!, { min: 0.5, namesMatter: false }).entries()) {
      if (t < 0 || mine[b]! < 0) continue
      const said = objectsIn(drawn, candidates[mine[b]!]!).map(attributesOf)
      const right = attributesOf(truth[n]![t]!)
      const majority = majorityOf(kindOf, small, said, String).values as SmallValues
      for (const [a, one] of small.entries()) {
        const isSame = (values: SmallValues) => sameIn(kindOf, [one], right, values, plainly)
        each[a]!.right.push(isSame(attributesOf(boxes[b]!)))
        each[a]!.majority.push(isSame(majority))
        put(each[a]!.bins, objects![b]!.attributes![one.name]!, each[a]!.right.at(-1) === 1)
      }
    }
  }
  return {
    each: each.map(({ right, majority, bins }) => ({ right: mean(right), majority: mean(majority), ece: eceOf(bins) })),
    sets: mean(sets),
    setEce: eceOf(setBins),
  }
}

function printDynamic(): void {
  const runs = seeds.map((seed) => {
    const crowd = simulateBoxes({ ...spec, seed, overlap: policy.maxAnswers })
    const items = crowd.answers.map((item) => item.map(({ worker, objects }) => ({ worker, value: objects })))
    const { counts, reviewed } = askByPolicy(field, naming, policy, items)
    const kept = { ...crowd, answers: crowd.answers.map((item, n) => item.slice(0, counts[n])) }
    const { each } = measured(kept, labelItems([field], columnsOf(kept), naming).results)
    return { answers: mean(counts), review: reviewed.size / counts.length, each }
  })
  const right = small.map(({ name }, n) => `${name} ${percent(mean(runs.map(({ each }) => each[n]!.right)))}`)
  console.log(
    `  dynamic, ${policy.minAnswers} to ${policy.maxAnswers}: ${mean(runs.map(({ answers }) => answers)).toFixed(2)} answers a picture, ${percent(mean(runs.map(({ review }) => review)))} for review; right: ${right.join(', ')}`,
  )
}

/** What they cost: the same boxes with and without. */
function printTime(): void {
  const crowd = simulateBoxes({ ...spec, items: 2000, seed: 1, overlap: 5, objects: 6 })
  const columns = columnsOf(crowd)
  const msOf = (one: ModelledField) => {
    const started = performance.now()
    labelItems([one], columns, naming)
    return performance.now() - started
  }
  const best = (one: ModelledField) => Math.min(...[1, 2, 3].map(() => msOf(one)))
  console.log(
    `  fit and judge ${columns.value.length} answers of some 6 boxes: ${best(plain).toFixed(0)} ms without, ${best(field).toFixed(0)} ms with`,
  )
}
