import { expect, test } from 'vitest'
import { readImport } from './readers.ts'

const about = (type: string, more: object) => ({
  'job-name': 'labeling-job/job',
  'human-annotated': 'yes',
  'creation-date': '2020-04-15T20:17:23.433061',
  type: `groundtruth/${type}`,
  ...more,
})
const read = (...lines: object[]) =>
  readImport(new TextEncoder().encode(lines.map((line) => `${JSON.stringify(line)}\n`).join('')))
const answers = (tasks: { answer: object | null }[]) => tasks.map(({ answer }) => answer && { ...answer })
const boxed = (annotations: object[]) => ({
  'my-boxes': { image_size: [{ width: 64, height: 48, depth: 3 }], annotations },
  'my-boxes-metadata': about('object-detection', {
    objects: annotations.map(() => ({ confidence: 0.9 })),
    'class-map': { 0: 'dog', 1: 'cat' },
  }),
})

test('classes and boxes of pictures, by job; a line on which a job failed has no answer of it', async () => {
  const { title, inputs, fields, tasks } = await read(
    {
      'source-ref': 's3://bucket/in/a.jpg',
      sport: 0,
      'sport-metadata': about('image-classification', { confidence: 0.8, 'class-name': 'football' }),
      ...boxed([{ class_id: 1, left: 1, top: 2, width: 3, height: 4 }]),
    },
    {
      'source-ref': 's3://bucket/in/b.jpg',
      'sport-metadata': about('image-classification', { 'failure-reason': 'ClientError' }),
      ...boxed([]),
    },
  )
  expect(title).toBe('Ground Truth')
  expect(inputs).toEqual([{ name: 'picture', type: 'image' }])
  expect(fields).toEqual([
    { type: 'radio', name: 'sport', required: false, options: [{ value: 'football' }] },
    { type: 'boxes', name: 'my_boxes', options: [{ value: 'dog' }, { value: 'cat' }] },
  ])
  expect(answers(tasks)).toEqual([
    { sport: 'football', my_boxes: [{ label: 'cat', x: 1, y: 2, width: 3, height: 4 }] },
    { my_boxes: [] },
  ])
  expect(tasks[0]).toMatchObject({ item: { picture: 's3://bucket/in/a.jpg' }, size: { width: 64, height: 48 } })
})

test('several classes of texts; what a model labeled is told and not taken', async () => {
  const multi = (value: number[], more = {}) => ({
    genre: value,
    'genre-metadata': about('text-classification-multilabel', { 'class-map': { 0: 'action', 4: 'drama' }, ...more }),
  })
  const { inputs, fields, tasks, notes } = await read(
    { source: 'one 🙂', ...multi([0, 4]) },
    { source: 'two', ...multi([4], { 'human-annotated': 'no' }) },
  )
  expect(inputs).toEqual([{ name: 'text', type: 'text' }])
  expect(fields).toEqual([{ type: 'checkbox', name: 'genre', options: [{ value: 'action' }, { value: 'drama' }] }])
  expect(answers(tasks)).toEqual([{ genre: ['action', 'drama'] }, null])
  expect(notes).toEqual(['Labels that a model made and no person are not taken: 1.'])
})

test.each([
  ['no "source-ref"', { source: 'a text' }],
  ['no "source-ref"', []],
  [
    'semantic-segmentation',
    { 'source-ref': 'a.jpg', 'x-ref': 's3://b/x.png', 'x-ref-metadata': about('semantic-segmentation', {}) },
  ],
  [
    'of a class without a name',
    { 'source-ref': 'a.jpg', ...boxed([{ class_id: 7, left: 1, top: 2, width: 3, height: 4 }]) },
  ],
  ['no four numbers', { 'source-ref': 'a.jpg', ...boxed([{ class_id: 1, left: 1, top: 2, width: 3 }]) }],
])('a line that is wrong is told, and those behind it are read: %s', async (why, line) => {
  const { tasks } = await read({ 'source-ref': 'a.jpg', ...boxed([]) }, line, { 'source-ref': 'b.jpg', ...boxed([]) })
  expect(tasks.map(({ fault }) => fault)).toEqual([null, expect.stringContaining(why), null])
})
