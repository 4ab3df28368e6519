import { expect, test } from 'vitest'
import { InputField, OutputField } from './fields.ts'
import { ProjectDraft } from './project-settings.ts'
import { movedSubjects, subjectFaults } from './subject-faults.ts'

const inputs = (...fields: [string, string][]) => fields.map(([name, type]) => InputField.parse({ name, type }))
const boxes = (of?: string) => [OutputField.parse({ name: 'animals', type: 'boxes', ...(of && { of }) })]
const faults = (input_spec: InputField[], of?: string) =>
  subjectFaults({ input_spec, output_spec: boxes(of) }).map(({ pointer, detail }) => `${pointer} ${detail}`)

test('a field of places says in which picture, unless there is one alone', () => {
  const one = inputs(['note', 'text'], ['photo', 'image'])
  const two = inputs(['photo', 'image'], ['map', 'image'])
  expect([faults(one), faults(one, 'photo'), faults(two, 'map')]).toEqual([[], [], []])
  expect(faults(one, 'note')).toEqual(['/output_spec/0/of must be the name of the input field that is meant: "photo".'])
  expect(faults(two)).toEqual(['/output_spec/0/of must say which input field is meant: "photo" or "map".'])
  expect(faults(inputs(['note', 'text']))).toEqual([
    '/output_spec/0/of has nothing to be of: `input_spec` has no field whose places are counted in pixels.',
  ])
})

test('so does the shape of a project', () => {
  const draft = { title: 'x', input_spec: inputs(['note', 'text']), output_spec: boxes() }
  expect(ProjectDraft.safeParse(draft).error?.issues).toMatchObject([{ path: ['output_spec', 0, 'of'] }])
})

test('a field stays with its picture: answers of the one would count for the other', () => {
  const before = { input_spec: inputs(['photo', 'image']), output_spec: boxes() }
  const two = inputs(['photo', 'image'], ['map', 'image'])
  expect(movedSubjects(before, { input_spec: two, output_spec: boxes('photo') })).toEqual([])
  expect(movedSubjects(before, { input_spec: two, output_spec: boxes('map') })).toMatchObject([
    { pointer: '/output_spec/0/of', code: 'moved' },
  ])
  const other = { input_spec: inputs(['map', 'image']), output_spec: boxes() }
  expect(movedSubjects(before, other)).toEqual([])
})
