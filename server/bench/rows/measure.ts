import { OutputField } from '@whisker/api/fields.ts'
import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import { agrees } from '../../src/consolidation/agrees.ts'
import type { FieldResult, ModelledField } from '../../src/consolidation/field.ts'
import { kindOf } from '../../src/consolidation/kinds/kinds.ts'
import { labelItems } from '../../src/consolidation/label-items.ts'
import { nameBy } from '../../src/consolidation/naming.ts'
import type { OverlapPolicy } from '../../src/consolidation/overlap.ts'
import { type RowsCrowd, type RowsSpec, simulateRows } from '../../src/consolidation/rows/simulate-rows.ts'
import { countVotes } from '../../src/consolidation/votes.ts'
import { askByPolicy } from '../ask-by-policy.ts'
import { eceOf, emptyBins, put } from '../calibration.ts'
import { mean } from '../scores.ts'

/**
 * Rows of several people put together, who is in the pictures of a camera trap: how often all of it is right (each species, how many, and
 * what they do), by the service, by a majority of each key and of what is said of it, and by the answer that most people give; how honest
 * P(exists) and the confidence of the whole are; and what dynamic overlap pays and gets.
 *
 *   npm run bench:quality -- --rows
 */
const seeds = [1, 2, 3, 4, 5]
const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })
const policies = [0.9, 0.95].map((confidence): OverlapPolicy => ({ minAnswers: 2, maxAnswers: 6, confidence }))
const doings = ['standing', 'moving', 'eating', 'resting']
const asOptions = (values: readonly string[]) => values.map((value) => ({ value }))

type Spec = Omit<RowsSpec, 'seed' | 'overlap' | 'species' | 'doings'> & { names: number }

const crowds: Record<string, Spec> = {
  'ten species': { items: 1000, workers: 40, names: 10 },
  'some pictures are hard for all': { items: 1000, workers: 40, names: 10, hardness: 1 },
  'forty species': { items: 1000, workers: 40, names: 40 },
}

export function printRows(): void {
  for (const [name, { names, ...spec }] of Object.entries(crowds)) {
    const species = Array.from({ length: names }, (_, n) => `species ${n + 1}`)
    const field = fieldOf(species)
    const make = (overlap: number) => seeds.map((seed) => simulateRows({ ...spec, seed, overlap, species, doings }))
    console.log(`\nrows, crowd "${name}": ${spec.items} pictures, ${spec.workers} people, ${seeds.length} seeds`)
    for (const overlap of [3, 5]) printFixed(field, make(overlap), overlap)
    for (const policy of policies) printDynamic(field, make(policy.maxAnswers), policy)
  }
}

function fieldOf(species: string[]): ModelledField {
  return OutputField.parse({
    ...{ name: 'seen', type: 'rows', key: 'species' },
    fields: [
      { name: 'species', type: 'radio', options: asOptions(species) },
      { name: 'count', type: 'number' },
      { name: 'doing', type: 'radio', options: asOptions(doings) },
    ],
  }) as ModelledField
}

function printFixed(field: ModelledField, made: RowsCrowd[], overlap: number): void {
  const own = made.map((crowd) => labelled(field, crowd))
  const right = {
    service: own.map(({ results }, n) =>
      rightShare(
        field,
        made[n]!,
        results.map(({ value }) => value as Row[]),
      ),
    ),
    'majority of each key': made.map((crowd) => rightShare(field, crowd, perKey(field, crowd))),
    'most given answer': made.map((crowd) => rightShare(field, crowd, mostGiven(field, crowd))),
  }
  console.log(`  ${overlap} answers: all rows right`)
  for (const [name, shares] of Object.entries(right)) console.log(`    ${name.padEnd(22)}${percent(mean(shares))}`)
  const ece = (of: 'exists' | 'whole') => percent(mean(own.map((one) => one[of])))
  console.log(`    ECE of P(exists) ${ece('exists')}, of the whole ${ece('whole')}`)
}

/** As the service publishes them, with what that is worth. */
function labelled(field: ModelledField, crowd: RowsCrowd) {
  const { results } = labelItems([field], columnsOf(crowd), naming)
  const exists = emptyBins()
  const whole = emptyBins()
  for (const [n, { value, confidence, rows }] of results.entries()) {
    const truth = crowd.truth[n]!
    put(whole, confidence, agrees(field, truth, value ?? [], naming))
    const species = new Set(truth.map((row) => row.species))
    for (const [r, row] of ((value ?? []) as Row[]).entries()) put(exists, rows![r]!.exists, species.has(row.species))
  }
  return { results, exists: eceOf(exists), whole: eceOf(whole) }
}

function perKey(field: ModelledField, { answers }: RowsCrowd): Row[][] {
  const { majority } = kindOf(field)
  return answers.map(
    (item) =>
      majority(
        field,
        item.map(({ rows }) => rows),
        String,
      ).value as Row[],
  )
}

function mostGiven(field: ModelledField, { answers }: RowsCrowd): Row[][] {
  const { inFormOrder } = kindOf(field)
  return answers.map(
    (item) =>
      countVotes(
        item.map(({ rows }) => inFormOrder!(field, rows)),
        JSON.stringify,
      )[0]!.value as Row[],
  )
}

function printDynamic(field: ModelledField, made: RowsCrowd[], policy: OverlapPolicy): void {
  const runs = made.map((crowd) => {
    const items = crowd.answers.map((item) => item.map(({ worker, rows }) => ({ worker, value: rows })))
    const { counts, reviewed } = askByPolicy(field, naming, policy, items)
    const kept = { ...crowd, answers: crowd.answers.map((item, n) => item.slice(0, counts[n])) }
    const values = labelled(field, kept).results.map(({ value }: FieldResult) => value as Row[])
    const isPublished = (n: number) => !reviewed.has(n)
    return {
      answers: mean(counts),
      review: reviewed.size / counts.length,
      right: rightShare(field, kept, values),
      wrong: 1 - rightShare(field, kept, values, isPublished),
      perKey: rightShare(field, kept, perKey(field, kept)),
      perKeyWrong: 1 - rightShare(field, kept, perKey(field, kept), isPublished),
      atMost: rightShare(field, crowd, perKey(field, crowd)),
    }
  })
  const of = (key: keyof (typeof runs)[number]) => mean(runs.map((run) => run[key]))
  console.log(
    `  dynamic, ${policy.confidence}, ${policy.minAnswers} to ${policy.maxAnswers}: ${of('answers').toFixed(2)} answers a picture, ${percent(of('review'))} for review, ` +
      `all rows right ${percent(of('right'))}, wrong of what is published ${percent(of('wrong'))}`,
  )
  console.log(
    `    a majority of each key: of the same answers ${percent(of('perKey'))} right, wrong of the same published ${percent(of('perKeyWrong'))}; of all ${policy.maxAnswers} answers ${percent(of('atMost'))} right`,
  )
}

function rightShare(
  field: ModelledField,
  { truth }: RowsCrowd,
  values: readonly (Row[] | null)[],
  among: (item: number) => boolean = () => true,
): number {
  const items = [...truth.keys()].filter(among)
  return items.filter((n) => agrees(field, truth[n]!, values[n] ?? [], naming)).length / items.length
}

function columnsOf({ truth, answers }: RowsCrowd) {
  const all = answers.flatMap((item, n) => item.map((answer) => ({ n, ...answer })))
  return {
    ...{ items: truth.length, workers: 1 + Math.max(...all.map(({ worker }) => worker)) },
    ...{ item: all.map(({ n }) => n), worker: all.map(({ worker }) => worker), value: all.map(({ rows }) => rows) },
  }
}

const percent = (share: number) => `${(100 * share).toFixed(1)} %`
