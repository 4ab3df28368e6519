import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { passesForm } from '../crowd/verdict.ts'
import { collectField } from './collect-field.ts'
import type { ModelledField } from './field.ts'
import type { FieldModel } from './field-model.ts'
import { judgeField } from './judge-field.ts'
import { emptyFieldModel } from './kinds/kinds.ts'
import { namingFor } from './naming.fixture.ts'
import { nextStep } from './overlap.ts'

const naming = namingFor()
const animals = ['cat', 'dog', 'bird'].map((value) => ({ value, label: '' }))
const common = { name: 'f', label: '', help: '' }
const ticks = fc.subarray(['cat', 'dog', 'bird'], { minLength: 1 })
const upTo = (max: number) => fc.subarray(['cat', 'dog', 'bird'], { minLength: 1, maxLength: max })

/** One of every kind, with the values that its form takes. */
const kinds: [OutputField, fc.Arbitrary<FieldValue>][] = [
  [{ ...common, type: 'radio', required: true, options: animals }, fc.constantFrom('cat', 'dog', 'bird')],
  [{ ...common, type: 'select', required: true, options: manyOptions(40) }, fc.constantFrom('o1', 'o2', 'o3')],
  [{ ...common, type: 'input', required: true }, fc.constantFrom('cat', 'Cat', 'CAT', 'dog', 'black dog')],
  [{ ...common, type: 'number', required: true, step: 1 }, fc.constantFrom(0, -0, 1, 2, 3, 2018, 2019)],
  [{ ...common, type: 'number', required: true }, fc.constantFrom(0.1 + 0.2, 0.3, 19.98, 19.99, 1234.5, 9e15)],
  [{ ...common, type: 'number', required: true, tolerance: 0.5 }, fc.constantFrom(1, 1.25, 1.5, 2, 2.5)],
  [{ ...common, type: 'rating', required: true, max: 5 }, fc.integer({ min: 1, max: 5 })],
  [{ ...common, type: 'checkbox', required: true, options: animals }, ticks],
  [{ ...common, type: 'checkbox', required: true, options: animals, max_count: 2 }, upTo(2)],
  [
    { ...common, type: 'checkbox', required: true, options: animals, min_count: 2 },
    fc.subarray(['cat', 'dog', 'bird'], { minLength: 2 }),
  ],
]
const withEmpty = kinds.map(([field, value]): [OutputField, fc.Arbitrary<FieldValue | null>] => [
  { ...field, required: false },
  fc.option(value, { freq: 3 }),
])

function manyOptions(count: number) {
  return Array.from({ length: count }, (_, n) => ({ value: `o${n}`, label: '' }))
}

/** A crowd of four that has shown something, two who are right and two who often are not. */
function learned(field: ModelledField, values: FieldValue[]): FieldModel {
  const collector = collectField([field], { items: 60, workers: 4, answers: 240 })
  for (let item = 0; item < 60; item++)
    for (let worker = 0; worker < 4; worker++) {
      const wrong = worker > 1 && item % worker === 0
      collector.add(item, worker, values[(item + Number(wrong)) % values.length])
    }
  return collector.fit(4, naming).model
}

const someTask = fc.constantFrom(...kinds, ...withEmpty).chain(([field, value]) =>
  fc.record({
    field: fc.constant(field),
    values: fc.array(value, { minLength: 1, maxLength: 5 }),
    known: fc.boolean(),
    shuffle: fc.array(fc.nat(), { minLength: 5, maxLength: 5 }),
    examples: fc.array(value, { minLength: 2, maxLength: 3 }),
  }),
)

function judgements(
  task: { field: OutputField; values: (FieldValue | null)[]; known: boolean; examples: (FieldValue | null)[] },
  order: number[],
) {
  const { field, values, known, examples } = task
  const given = examples.filter((each) => each !== null)
  const model = known && given.length > 0 ? learned(field, given) : emptyFieldModel([field])
  const answers = { workers: order, values: order.map((i) => values[i]) }
  return judgeField(field, model, answers, naming)
}

const policies = [
  { minAnswers: 1, maxAnswers: 1, confidence: 0.95 },
  { minAnswers: 2, maxAnswers: 2, confidence: 0.95 },
  { minAnswers: 2, maxAnswers: 5, confidence: 0.9 },
]

describe('whatever was answered', () => {
  test('A7 the order of the answers changes neither value nor confidence nor what comes next', () => {
    fc.assert(
      fc.property(someTask, (task) => {
        const order = task.values.map((_, i) => i)
        const other = order.toSorted((a, b) => task.shuffle[a]! - task.shuffle[b]! || b - a)
        const [one, two] = [judgements(task, order), judgements(task, other)]
        expect(two.result).toEqual(one.result)
        expect(two.state).toEqual(one.state)
        for (const policy of policies) expect(nextStep(policy, two.state)).toBe(nextStep(policy, one.state))
        order.forEach((worker, i) => {
          expect(two.accuracy[other.indexOf(worker)]).toBe(one.accuracy[i])
        })
      }),
      { numRuns: 300 },
    )
  })

  test('A6 A5 the value is one that the form takes, and for all but ticks one that somebody gave', () => {
    fc.assert(
      fc.property(someTask, (task) => {
        const { result } = judgements(
          task,
          task.values.map((_, i) => i),
        )
        expect(passesForm([task.field], [{ f: result }])).toBe(true)
        expect(result.confidence).toBeGreaterThan(0)
        expect(result.confidence).toBeLessThanOrEqual(1)
        if (task.known || task.field.type === 'checkbox') return
        // As numbers: -0 is 0.
        expect(task.values.some((value) => value === result.value || (value ?? null) === result.value)).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  test('A7 different answers by people whom nobody knows: none is more than a guess, at the most it is for review', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...kinds).chain(([field, value]) =>
          fc.record({
            field: fc.constant(field),
            values: fc.uniqueArray(value, { minLength: 2, maxLength: 3, selector: (each) => keyOf(field, each) }),
          }),
        ),
        ({ field, values }) => {
          fc.pre(field.type !== 'number' || field.tolerance === undefined)
          fc.pre(field.type !== 'checkbox' || areApart(values as string[][]))
          const workers = values.map((_, w) => w)
          const { result, state } = judgeField(field, emptyFieldModel([field]), { workers, values }, naming)
          expect(result.confidence).toBeLessThan(0.6)
          const max = values.length
          for (const minAnswers of [1, max])
            expect(nextStep({ minAnswers, maxAnswers: max, confidence: 0.95 }, state)).toBe('review')
        },
      ),
      { numRuns: 300 },
    )
  })

  /** What says the same: texts of one name, numbers but for their last digits or within the tolerance. */
  function keyOf(field: OutputField, value: FieldValue): string {
    if (field.type === 'input') return String(value).toLowerCase().split(' ').at(-1)!
    if (field.type === 'number') return (Number(value) + 0).toPrecision(12)
    return String(value)
  }

  /** Two sets that share a tick agree on it. */
  function areApart(sets: string[][]): boolean {
    return new Set(sets.flat()).size === sets.flat().length
  }
})
