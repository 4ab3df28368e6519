import { OutputField } from '@whisker/api/fields.ts'
import { ProjectDraft } from '@whisker/api/project-settings.ts'
import { expect, test } from 'vitest'
import { changesOf, fromJson, nameFor, newOutputField, toJson } from './draft.ts'

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

test('names are made from what a person writes', () => {
  expect(nameFor('Which animal is it?', 'answer', [])).toBe('which_animal_is_it')
  expect(nameFor('Größe (cm)', 'answer', [])).toBe('gro_e_cm')
  expect(nameFor('2nd label', 'answer', ['nd_label'])).toBe('nd_label_2')
  expect(nameFor('यह कौन सा जानवर है?', 'answer', ['answer_1'])).toBe('answer_2')
})

test('an output field that is added is acceptable as it is', () => {
  expect(OutputField.parse(newOutputField(['answer_1']))).toEqual(newOutputField(['answer_1']))
})
