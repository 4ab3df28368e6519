import type { OutputField } from '@whisker/api/fields.ts'
import { OutputField as OutputFieldSchema } from '@whisker/api/fields.ts'
import { ProjectDraft } from '@whisker/api/projects.ts'
import { expect, test } from 'vitest'
import { changesOf, fromJson, moved, nameFor, type OutputType, outputTypes, retyped, toJson } from './draft.ts'

const draft = ProjectDraft.parse({
  title: 'Animals',
  input_spec: [{ name: 'image', type: 'image' }],
  output_spec: [{ name: 'animal', type: 'radio', options: [{ value: 'cat' }] }],
})

test('the JSON view goes both ways without loss', () => {
  expect(fromJson(toJson(draft))).toEqual({ ok: true, draft })
})

test('JSON that is none, and JSON that is no project, are told apart', () => {
  expect(fromJson('{')).toMatchObject({ ok: false, syntax: expect.any(String) })
  expect(fromJson('{"title": ""}')).toMatchObject({ ok: false, error: { issues: expect.any(Array) } })
})

test('an unchanged draft changes nothing; a changed spec is sent whole', () => {
  expect(changesOf(draft, structuredClone(draft))).toEqual({})
  const after = { ...draft, output_spec: [...draft.output_spec, { ...draft.output_spec[0]!, name: 'b' }] }
  expect(Object.keys(changesOf(draft, after))).toEqual(['output_spec'])
})

test('a field of every type can become a field of every type', () => {
  const types = Object.keys(outputTypes) as OutputType[]
  const start: OutputField = { name: 'a', label: 'A', help: 'h', required: false, type: 'input', max_length: 3 }
  for (const from of types)
    for (const to of types) {
      const field = retyped(retyped(start, from), to)
      expect(OutputFieldSchema.safeParse(field).error, `${from} to ${to}`).toBeUndefined()
      expect(field).toMatchObject({ name: 'a', label: 'A', help: 'h', required: false, type: to })
    }
})

test('choices survive a change of type', () => {
  expect(retyped(draft.output_spec[0]!, 'checkbox')).toMatchObject({ options: [{ value: 'cat', label: '' }] })
})

test('names are made from what a person writes', () => {
  expect(nameFor('Which animal is it?', 'answer', [])).toBe('which_animal_is_it')
  expect(nameFor('Größe (cm)', 'answer', [])).toBe('gro_e_cm')
  expect(nameFor('2nd label', 'answer', ['nd_label'])).toBe('nd_label_2')
  expect(nameFor('यह कौन सा जानवर है?', 'answer', ['answer_1'])).toBe('answer_2')
})

test('moving keeps all entries', () => {
  expect(moved(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c'])
})
