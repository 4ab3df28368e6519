import type { FieldValue } from '@whisker/api/fields.ts'
import { describe, expect, test } from 'vitest'
import { collectField } from './collect-field.ts'
import { emptyFieldModel } from './kinds/kinds.ts'
import { namingFor } from './naming.fixture.ts'
import { onlineAccuracy } from './online.ts'
import { pushField } from './push-field.ts'

const naming = namingFor()
const animals = ['cat', 'dog']
const options = animals.map((value) => ({ value }))

/** 80 items: worker 0 knows; 1 and 2 are wrong together, always. */
const truth = Array.from({ length: 80 }, (_, n) => animals[n % 2]!)
const said = (item: number, worker: number) => (worker === 0 ? truth[item]! : animals[1 - (item % 2)]!)
const gold = new Map<number, FieldValue>(truth.slice(0, 40).map((value, item) => [item, value]))

/** More than tables are drawn for. */
const manyOptions = [...options, ...Array.from({ length: 40 }, (_, n) => ({ value: `other ${n}` }))]

function accuracies(type: 'radio' | 'select' | 'checkbox' | 'input', known: ReadonlyMap<number, FieldValue>) {
  const wrap = (value: FieldValue): FieldValue => (type === 'checkbox' ? [value as string] : value)
  const field = {
    type,
    required: true,
    ...(type !== 'input' && { options: type === 'select' ? manyOptions : options }),
  }
  const collector = collectField([field], { items: 80, workers: 3, answers: 240 })
  for (let item = 0; item < 80; item++)
    for (let worker = 0; worker < 3; worker++) {
      const right = known.get(item)
      collector.add(item, worker, wrap(said(item, worker)), right === undefined ? undefined : wrap(right))
    }
  return collector.fit(3, naming).workers.map(({ accuracy }) => accuracy)
}

describe('a crowd that is wrong together', () => {
  test.each(['radio', 'select', 'checkbox', 'input'] as const)('%s: only gold finds it out', (type) => {
    const [knows = 0, wrong = 0] = accuracies(type, new Map())
    expect(knows).toBeLessThan(wrong)
    const [proven = 0, found = 1] = accuracies(type, gold)
    expect(proven).toBeGreaterThan(found + 0.2)
  })
})

test('an answer to gold counts as what it is at once', () => {
  const field = { type: 'radio' as const, required: true, options }
  const [blind, told] = [emptyFieldModel([field]), emptyFieldModel([field])]
  for (let n = 0; n < 10; n++) {
    const answers = { workers: [0], values: [animals[n % 2]!] }
    pushField(field, blind, answers, naming)
    pushField(field, told, answers, naming, animals[1 - (n % 2)]!)
  }
  if (blind.kind !== 'choices' || told.kind !== 'choices') throw new Error('Choices have tables.')
  expect(onlineAccuracy(told.model, 0)).toBeLessThan(onlineAccuracy(blind.model, 0) - 0.2)
})
