import { OutputField } from '@whisker/api/fields.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { ModelledField } from '../../src/consolidation/field.ts'
import { boxGeometry } from '../../src/consolidation/objects/boxes.ts'
import { type BoxesCrowd, type BoxesSpec, simulateBoxes } from '../../src/consolidation/objects/simulate-boxes.ts'
import { mean } from '../scores.ts'
import { printAttributes } from './attributes.ts'
import { figuresOf, hundredths, percent, policy, range } from './figures.ts'
import { fuse } from './fusion.ts'
import { quorum } from './quorum.ts'

/**
 * Boxes of several people put together: how much of what is there comes out (F1 at IoU 0.7), by the service, by an IoU quorum and by
 * weighted box fusion, each of the others at its best setting; how honest P(exists) is; and what dynamic overlap pays and gets.
 *
 *   npm run bench:quality -- --objects
 *   WBF_PYTHON=folder/bin/python npm run bench:quality -- --objects      with ensemble-boxes in that environment
 */
const scoredAt = 0.7
const seeds = [1, 2, 3, 4, 5]
const field = OutputField.parse({ name: 'x', type: 'boxes' }) as ModelledField
const { scoreOf, labelled, dynamic } = figuresOf(boxGeometry, field)

const crowds: Record<string, Omit<BoxesSpec, 'seed' | 'overlap'>> = {
  'of the issue': { items: 600, workers: 40 },
  'some objects are hard for all': { items: 600, workers: 40, hardness: 1.2 },
  crowded: { items: 300, workers: 40, objects: 12 },
}

export function printObjects(): void {
  for (const [name, spec] of Object.entries(crowds)) {
    console.log(`\nboxes, crowd "${name}": ${spec.items} pictures, ${spec.workers} people, ${seeds.length} seeds`)
    for (const overlap of [3, 5]) printFixed(spec, overlap)
    printDynamic(spec)
  }
  printAttributes()
}

function printFixed(spec: Omit<BoxesSpec, 'seed' | 'overlap'>, overlap: number): void {
  const made = seeds.map((seed) => simulateBoxes({ ...spec, seed, overlap }))
  const own = made.map(labelled)
  const drawn = made.map(({ answers }) => answers.map((item) => item.map(({ objects }) => objects)))
  const scored = (n: number, values: Box[][]) => scoreOf(made[n]!.truth, values, scoredAt)
  const counts = range(1, overlap)
  const rows: [string, number][] = [['service', mean(own.map(({ values }, n) => scored(n, values)))]]
  const byQuorum = [0.4, 0.5, 0.6].flatMap((iou) =>
    counts.map((votes) =>
      mean(
        drawn.map((items, n) =>
          scored(
            n,
            items.map((item) => quorum(item, votes, iou)),
          ),
        ),
      ),
    ),
  )
  rows.push(['IoU quorum', Math.max(...byQuorum)])
  const fused = [0.4, 0.5, 0.55, 0.6].flatMap((iou) => {
    const each = drawn.map((items) => fuse(items, iou))
    if (each.includes(null)) return []
    const kept = (items: NonNullable<(typeof each)[number]>, votes: number) =>
      items.map((item) => item.flatMap(({ box, score }) => (score >= votes / overlap - 0.01 ? [box] : [])))
    return counts.map((votes) => mean(each.map((items, n) => scored(n, kept(items!, votes)))))
  })
  if (fused.length > 0) rows.push(['weighted box fusion', Math.max(...fused)])
  console.log(`  ${overlap} answers: F1 at IoU ${scoredAt}`)
  for (const [name, score] of rows) console.log(`    ${name.padEnd(22)}${hundredths(score)}`)
  const ece = mean(own.map(({ calibration }) => calibration))
  const sure = mean(own.map(({ setCalibration }) => setCalibration))
  console.log(`    ECE of P(exists) ${percent(ece)}, of the whole set ${percent(sure)}`)
}

function printDynamic(spec: Omit<BoxesSpec, 'seed' | 'overlap'>): void {
  const runs = seeds.map((seed) => {
    const crowd: BoxesCrowd = simulateBoxes({ ...spec, seed, overlap: policy.maxAnswers })
    const { values, published, answers, reviewed } = dynamic(crowd)
    const wrong = 1 - scoreOf(published.truth, published.values, 0.5)
    return { score: scoreOf(crowd.truth, values, scoredAt), wrong, answers, reviewed }
  })
  const of = (key: keyof (typeof runs)[number]) => mean(runs.map((run) => run[key]))
  console.log(
    `  dynamic, ${policy.minAnswers} to ${policy.maxAnswers}: F1 ${(100 * of('score')).toFixed(1)} with ${of('answers').toFixed(2)} answers a picture, ${percent(of('reviewed'))} for review, what is published wrong by ${percent(of('wrong'))} (1 - F1 at IoU 0.5)`,
  )
}
