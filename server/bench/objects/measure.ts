import { OutputField } from '@whisker/api/fields.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import type { ModelledField } from '../../src/consolidation/field.ts'
import type { FieldModel } from '../../src/consolidation/field-model.ts'
import { judgeField } from '../../src/consolidation/judge-field.ts'
import { emptyFieldModel } from '../../src/consolidation/kinds/kinds.ts'
import { labelItems } from '../../src/consolidation/label-items.ts'
import { nameBy } from '../../src/consolidation/naming.ts'
import { boxGeometry } from '../../src/consolidation/objects/boxes.ts'
import { judgeCandidates } from '../../src/consolidation/objects/judge.ts'
import { pairUp } from '../../src/consolidation/objects/pair.ts'
import { type Found, f1, foundOf } from '../../src/consolidation/objects/score.ts'
import { type BoxesCrowd, type BoxesSpec, simulateBoxes } from '../../src/consolidation/objects/simulate-boxes.ts'
import { nextStep, type OverlapPolicy } from '../../src/consolidation/overlap.ts'
import { pushField } from '../../src/consolidation/push-field.ts'
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
const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })
const policy: OverlapPolicy = { minAnswers: 2, maxAnswers: 6, confidence: 0.95 }

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
}

function printFixed(spec: Omit<BoxesSpec, 'seed' | 'overlap'>, overlap: number): void {
  const made = seeds.map((seed) => simulateBoxes({ ...spec, seed, overlap }))
  const own = made.map(labelled)
  const rows: [string, number][] = [['service', mean(own.map(({ score }) => score))]]
  rows.push([
    'IoU quorum',
    best([0.4, 0.5, 0.6], range(1, overlap), (iou, votes) =>
      meanOver(made, (one) =>
        one.answers.map((item) =>
          quorum(
            item.map(({ boxes }) => boxes),
            votes,
            iou,
          ),
        ),
      ),
    ),
  ])
  const fused = [0.4, 0.5, 0.55, 0.6].flatMap((iou) => {
    const each = made.map((one) =>
      fuse(
        one.answers.map((item) => item.map(({ boxes }) => boxes)),
        iou,
      ),
    )
    if (each.includes(null)) return []
    return range(1, overlap).map((votes) =>
      mean(
        made.map((one, n) =>
          scoreOf(
            one,
            each[n]!.map((item) => item.flatMap(({ box, score }) => (score >= votes / overlap - 0.01 ? [box] : []))),
          ),
        ),
      ),
    )
  })
  if (fused.length > 0) rows.push(['weighted box fusion', Math.max(...fused)])
  console.log(`  ${overlap} answers: F1 at IoU ${scoredAt}`)
  for (const [name, score] of rows) console.log(`    ${name.padEnd(22)}${(100 * score).toFixed(1).padStart(6)}`)
  const ece = mean(own.map(({ calibration }) => calibration))
  const sure = mean(own.map(({ setCalibration }) => setCalibration))
  console.log(`    ECE of P(exists) ${percent(ece)}, of the whole set ${percent(sure)}`)
}

function labelled(crowd: BoxesCrowd) {
  const { results, fit } = labelItems([field], columnsOf(crowd), naming)
  const values = results.map(({ value }) => (value ?? []) as Box[])
  const { model } = fit
  if (model.kind !== 'objects') throw new Error('Boxes have a model of objects.')
  const bins = emptyBins()
  const setBins = emptyBins()
  for (const [n, item] of crowd.answers.entries()) {
    const judged = judgeCandidates(
      boxGeometry,
      field,
      model,
      item.map(({ worker }) => worker),
      item.map(({ boxes }) => boxes),
    )
    const partners = pairUp(
      boxGeometry,
      judged.map(({ object }) => object),
      crowd.truth[n]!,
      { min: 0.5 },
    )
    for (const [c, { exists }] of judged.entries()) put(bins, exists, partners[c]! >= 0)
    put(setBins, results[n]!.confidence, f1(foundOf(boxGeometry, crowd.truth[n]!, values[n]!)) === 1)
  }
  return {
    values,
    score: scoreOf(crowd, values),
    calibration: eceOf(bins),
    setCalibration: eceOf(setBins),
  }
}

/** Items in the order in which they come; each is asked about until the policy is content, by the model of the moment. */
function printDynamic(spec: Omit<BoxesSpec, 'seed' | 'overlap'>): void {
  const runs = seeds.map((seed) => {
    const crowd = simulateBoxes({ ...spec, seed, overlap: policy.maxAnswers })
    const model: FieldModel = emptyFieldModel([field])
    let answers = 0
    const reviewed = new Set<number>()
    const kept = crowd.answers.map((item, n) => {
      for (let count = 1; ; count++) {
        const some = item.slice(0, count)
        const said = { workers: some.map(({ worker }) => worker), values: some.map(({ boxes }) => boxes) }
        pushField(field, model, said, naming)
        const step = count < policy.minAnswers ? 'ask' : nextStep(policy, judgeField(field, model, said, naming).state)
        if (step === 'ask') continue
        if (step === 'review') reviewed.add(n)
        answers += count
        return some
      }
    })
    const { score, values } = labelled({ ...crowd, answers: kept })
    const completed = [...values.keys()].filter((n) => !reviewed.has(n))
    const published = scoreOf(
      { ...crowd, truth: completed.map((n) => crowd.truth[n]!) },
      completed.map((n) => values[n]!),
      0.5,
    )
    return { score, published, answers: answers / spec.items, reviewed: reviewed.size / spec.items }
  })
  const of = (key: 'score' | 'published' | 'answers' | 'reviewed') => mean(runs.map((run) => run[key]))
  console.log(
    `  dynamic, ${policy.minAnswers} to ${policy.maxAnswers}: F1 ${(100 * of('score')).toFixed(1)} with ${of('answers').toFixed(2)} answers a picture, ${percent(of('reviewed'))} for review, what is published wrong by ${percent(1 - of('published'))} (1 - F1 at IoU 0.5)`,
  )
}

function columnsOf({ truth, answers, isLazy }: BoxesCrowd) {
  const all = answers.flatMap((item, n) => item.map((answer) => ({ n, ...answer })))
  return {
    ...{ items: truth.length, workers: isLazy.length },
    ...{ item: all.map(({ n }) => n), worker: all.map(({ worker }) => worker), value: all.map(({ boxes }) => boxes) },
  }
}

/** Over all objects of all items together. */
function scoreOf(crowd: BoxesCrowd, values: Box[][], min = scoredAt): number {
  const sum: Found = { found: 0, missed: 0, extra: 0 }
  for (const [n, truth] of crowd.truth.entries()) {
    const { found, missed, extra } = foundOf(boxGeometry, truth, values[n]!, min)
    sum.found += found
    sum.missed += missed
    sum.extra += extra
  }
  return f1(sum)
}

function meanOver(crowds: BoxesCrowd[], valuesOf: (crowd: BoxesCrowd) => Box[][]): number {
  return mean(crowds.map((crowd) => scoreOf(crowd, valuesOf(crowd))))
}

function best(ious: number[], votes: number[], run: (iou: number, votes: number) => number): number {
  return Math.max(...ious.flatMap((iou) => votes.map((count) => run(iou, count))))
}

type Bins = { sure: number; right: number; count: number }[]
const emptyBins = (): Bins => Array.from({ length: 10 }, () => ({ sure: 0, right: 0, count: 0 }))
function put(bins: Bins, p: number, isRight: boolean): void {
  const bin = bins[Math.min(9, Math.floor(p * 10))]!
  bin.sure += p
  bin.right += Number(isRight)
  bin.count++
}
function eceOf(bins: Bins): number {
  const all = bins.reduce((sum, { count }) => sum + count, 0)
  return bins.reduce((sum, { sure, right }) => sum + Math.abs(sure - right), 0) / all
}

const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)
const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
const percent = (share: number) => `${(100 * share).toFixed(1)} %`
