import { OutputField } from '@whisker/api/fields.ts'
import type { FieldKind } from '@whisker/api/kinds/kind.ts'
import { kinds, kindOf as promised } from '@whisker/api/kinds/kinds.ts'
import { expect, test } from 'vitest'
import { agrees } from '../agrees.ts'
import { collectField } from '../collect-field.ts'
import { judgeField } from '../judge-field.ts'
import { consolidateByMajority } from '../majority.ts'
import { nameBy } from '../naming.ts'
import { pushField } from '../push-field.ts'
import { emptyFieldModel, kindOf } from './kinds.ts'

const naming = nameBy('letters', { language: 'en', synonyms: [], apart: [] })
const options = [{ value: 'cat' }, { value: 'dog' }, { value: 'x' }]
const all = Object.keys(kinds) as FieldKind[]
const fieldOf = (type: FieldKind) => OutputField.parse({ name: 'x', type, ...needs[type] })
/** What a form must say of some kinds. */
const needs: Partial<Record<FieldKind, object>> = {
  ...{ select: { options }, radio: { options }, checkbox: { options }, spans: { options }, rank: { options } },
  rows: {
    key: 'species',
    fields: [
      { name: 'species', type: 'radio', options },
      { name: 'count', type: 'number' },
    ],
  },
}

test.each(all)('%s: what all say is the label, in every way that one is made', (type) => {
  const field = fieldOf(type)
  const value = promised(field).example(field)
  const values = [value, value, value]
  const workers = [0, 1, 2]
  expect(consolidateByMajority(field, values).value).toEqual(value)
  const collector = collectField([field], { items: 30, workers: 3, answers: 90 })
  const online = emptyFieldModel([field])
  for (let item = 0; item < 30; item++)
    for (const worker of workers) {
      collector.add(item, worker, value)
      pushField(field, online, { workers: workers.slice(0, worker + 1), values: values.slice(0, worker + 1) }, naming)
    }
  const { model, answers, workers: people } = collector.fit(3, naming)
  expect({ answers, people: people.length, kind: model.kind }).toEqual({ answers: 90, people: 3, kind: online.kind })
  for (const learned of [emptyFieldModel([field]), online, model]) {
    const { result, state } = judgeField(field, learned, { workers, values }, naming)
    expect(result.value).toEqual(value)
    expect(state.posterior).toBeGreaterThan(0.5)
    expect(result.votes.some((vote) => vote.count === 3)).toBe(true)
  }
  expect(agrees(field, value, value, naming)).toBe(true)
  expect(agrees(field, value, null, naming)).toBe(false)
})

test.each(all)('%s: what only another kind holds is no answer', (type) => {
  const { asGiven } = kindOf({ type })
  const field = fieldOf(type)
  const own = promised(field).example(field)
  expect(asGiven(own)).toEqual(own)
  expect([asGiven(null), asGiven(undefined)]).toEqual([null, null])
  for (const other of ['x', 3, ['x']])
    if (typeof other !== typeof own || Array.isArray(other) !== Array.isArray(own)) expect(asGiven(other)).toBeNull()
})
