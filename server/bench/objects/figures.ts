import type { FieldObject } from '@whisker/api/fields.ts'
import type { ModelledField } from '../../src/consolidation/field.ts'
import { labelItems } from '../../src/consolidation/label-items.ts'
import { nameBy } from '../../src/consolidation/naming.ts'
import type { MadeUpCrowd } from '../../src/consolidation/objects/dice.ts'
import type { Geometry } from '../../src/consolidation/objects/geometry.ts'
import { judgeCandidates } from '../../src/consolidation/objects/judge.ts'
import { pairUp } from '../../src/consolidation/objects/pair.ts'
import { type Found, f1, foundOf } from '../../src/consolidation/objects/score.ts'
import type { OverlapPolicy } from '../../src/consolidation/overlap.ts'
import { askByPolicy } from '../ask-by-policy.ts'
import { eceOf, emptyBins, put } from '../calibration.ts'
import { mean } from '../scores.ts'

const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })
export const policy: OverlapPolicy = { minAnswers: 2, maxAnswers: 6, confidence: 0.95 }

/** What is measured of fields whose answers are objects. `sameFrom`: how far two must overlap to count as the same, for the calibration. */
export function figuresOf<O extends FieldObject>(geometry: Geometry<O>, field: ModelledField, sameFrom = 0.5) {
  /** Over all objects of all items together. */
  function scoreOf(truth: readonly O[][], values: readonly O[][], min: number): number {
    const sum: Found = { found: 0, missed: 0, extra: 0 }
    for (const [n, right] of truth.entries()) {
      const { found, missed, extra } = foundOf(geometry, right, values[n]!, min)
      sum.found += found
      sum.missed += missed
      sum.extra += extra
    }
    return f1(sum)
  }

  /** What the service publishes of all answers, and how honest it is about it. */
  function labelled({ truth, answers, isLazy }: MadeUpCrowd<O>) {
    const { results, fit } = labelItems([field], columnsOf({ truth, answers, isLazy }), naming)
    const values = results.map(({ value }) => (value ?? []) as O[])
    const { model } = fit
    if (model.kind !== 'objects') throw new Error('Lists of objects have a model of objects.')
    const bins = emptyBins()
    const setBins = emptyBins()
    for (const [n, item] of answers.entries()) {
      const judged = judgeCandidates(
        geometry,
        field,
        model,
        item.map(({ worker }) => worker),
        item.map(({ objects }) => objects),
      )
      const partners = pairUp(
        geometry,
        judged.map(({ object }) => object),
        truth[n]!,
        { min: 0.5, namesMatter: false },
      )
      for (const [c, { exists }] of judged.entries()) put(bins, exists, partners[c]! >= 0)
      put(setBins, results[n]!.confidence, f1(foundOf(geometry, truth[n]!, values[n]!, sameFrom)) === 1)
    }
    return { values, calibration: eceOf(bins), setCalibration: eceOf(setBins) }
  }

  /** As many answers as the policy asks for. */
  function dynamic(crowd: MadeUpCrowd<O>) {
    const items = crowd.answers.map((item) => item.map(({ worker, objects }) => ({ worker, value: objects })))
    const { counts, reviewed } = askByPolicy(field, naming, policy, items)
    const kept = crowd.answers.map((item, n) => item.slice(0, counts[n]))
    const { values } = labelled({ ...crowd, answers: kept })
    const completed = [...values.keys()].filter((n) => !reviewed.has(n))
    return {
      values,
      published: {
        truth: completed.map((n) => crowd.truth[n]!),
        values: completed.map((n) => values[n]!),
      },
      answers: mean(counts),
      reviewed: reviewed.size / counts.length,
    }
  }

  return { scoreOf, labelled, dynamic }
}

/** The answers of a crowd, one after the other. */
export function columnsOf<O extends FieldObject>({ truth, answers, isLazy }: MadeUpCrowd<O>) {
  const all = answers.flatMap((item, n) => item.map((answer) => ({ n, ...answer })))
  return {
    ...{ items: truth.length, workers: isLazy.length },
    ...{ item: all.map(({ n }) => n), worker: all.map(({ worker }) => worker) },
    value: all.map(({ objects }) => objects),
  }
}

export const range = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)
export const percent = (share: number) => `${(100 * share).toFixed(1)} %`
export const hundredths = (share: number) => (100 * share).toFixed(1).padStart(6)
