import { expect, test } from 'vitest'
import { csvLine } from '../csv.ts'
import { readImport } from './readers.ts'

/** As a batch is downloaded; columns that say nothing of the work are fewer here. */
const batch = (columns: string[], ...rows: [hit: string, status: string, ...cells: string[]][]) => {
  const titles = ['HITId', 'HITTypeId', 'Title', 'Reward', 'AssignmentId', 'WorkerId', 'AssignmentStatus']
  const lines = rows.map(([hit, status, ...cells], n) => [
    hit,
    'T',
    'Look',
    '$0.05',
    status && `A${n}`,
    `W${n}`,
    status,
    ...cells,
  ])
  const file = [[...titles, ...columns, 'Approve', 'Reject'], ...lines.map((line) => [...line, '', ''])]
  return readImport(new TextEncoder().encode(file.map((line) => csvLine(line, ',')).join('')))
}
const answers = (tasks: { answer: object | null }[]) => tasks.map(({ answer }) => answer && { ...answer })

test('a task a HIT, whose label is what most of its people said', async () => {
  const { title, inputs, fields, tasks, notes } = await batch(
    ['Input.image_url', 'Input.note', 'Answer.category.label', 'Answer.remark'],
    ['H1', 'Approved', 'https://s3.example.org/a.jpg', 'é', 'cat', 'blurred'],
    ['H2', 'Submitted', 'https://s3.example.org/b.jpg?x=1', '', 'cat', ''],
    ['H1', 'Submitted', 'https://s3.example.org/a.jpg', 'é', 'cat', ''],
    ['H1', 'Submitted', 'https://s3.example.org/a.jpg', 'é', 'dog', ''],
    ['H2', 'Rejected', 'https://s3.example.org/b.jpg?x=1', '', 'cat', ''],
    ['H3', '', 'https://s3.example.org/c.png', '', '', ''],
  )
  expect(title).toBe('Mechanical Turk')
  expect(inputs).toEqual([
    { name: 'image_url', type: 'image' },
    { name: 'note', type: 'text', required: false },
  ])
  expect(fields.map(({ type, name }) => `${name}: ${type}`)).toEqual(['category: radio', 'remark: textarea'])
  expect(tasks.map(({ row, external_id, name, item }) => [row, external_id, name, item.note])).toEqual([
    [2, 'H1', 'https://s3.example.org/a.jpg', 'é'],
    [3, 'H2', 'https://s3.example.org/b.jpg?x=1', undefined],
    [7, 'H3', 'https://s3.example.org/c.png', undefined],
  ])
  expect(answers(tasks)).toEqual([{ category: 'cat' }, null, null])
  expect(notes).toEqual([expect.stringContaining('no earlier label: 2.')])
})

test('buttons, boxes to tick, lists and what was typed become fields of their kinds', async () => {
  const said = (text: string, ...cells: string[]) => [text, ...cells] as const
  const { fields, tasks } = await batch(
    [
      'Input.text',
      'Answer.why.both.on',
      'Answer.why.one.on',
      'Answer.has.tail.on',
      'Answer.has.ears.on',
      'Answer.topics.labels',
      'Answer.comment',
    ],
    ...[1, 2].map((n): [string, string, ...string[]] => [
      'H1',
      'Approved',
      ...said('a', 'true', 'false', 'true', 'true', '["x","y"]', `typed by ${n}${'.'.repeat(200)}`),
    ]),
    ...[1, 2].map((): [string, string, ...string[]] => [
      'H2',
      'Approved',
      ...said('b', 'false', 'true', 'false', 'false', 'x', ''),
    ]),
  )
  expect(fields.map(({ type, name, required }) => `${name}: ${type} ${required}`)).toEqual([
    ...['topics: checkbox undefined', 'comment: textarea false', 'why: radio undefined', 'has: checkbox undefined'],
  ])
  expect(answers(tasks)).toEqual([
    { topics: ['x', 'y'], why: 'both', has: ['ears', 'tail'] },
    { topics: ['x'], why: 'one', has: [] },
  ])
})

test('all answers in one column of JSON', async () => {
  const json = JSON.stringify([{ sentiment: { label: 'Positive' }, 'is-clear': { on: true } }])
  const { fields, tasks } = await batch(
    ['Input.text', 'Answer.taskAnswers'],
    ['H1', 'Approved', 'a', json],
    ['H1', 'Approved', 'a', json],
  )
  expect(fields.map(({ name }) => name)).toEqual(['sentiment', 'is_clear'])
  expect(answers(tasks)).toEqual([{ sentiment: 'Positive', is_clear: 'true' }])
})

test('boxes count where two people drew the same ones', async () => {
  const boxes = JSON.stringify([{ height: 4, label: 'cat', left: 1, top: 2, width: 3 }])
  const columns = ['boundingBoxes', 'inputImageProperties.height', 'inputImageProperties.width'].map(
    (end) => `Answer.annotatedResult.${end}`,
  )
  const { fields, tasks } = await batch(
    ['Input.image_url', ...columns],
    ['H1', 'Approved', 'in/a.jpg', boxes, '48', '64'],
    ['H1', 'Approved', 'in/a.jpg', boxes, '48', '64'],
    ['H2', 'Approved', 'in/b.jpg', boxes, '48', '64'],
    ['H2', 'Approved', 'in/b.jpg', '[]', '48', '64'],
  )
  expect(fields).toEqual([{ type: 'boxes', name: 'annotatedResult', options: [{ value: 'cat' }] }])
  expect(answers(tasks)).toEqual([{ annotatedResult: [{ label: 'cat', x: 1, y: 2, width: 3, height: 4 }] }, null])
  expect(tasks[0]?.size).toEqual({ width: 64, height: 48 })
})

test('a row without an id, and one with nothing to ask about, are told', async () => {
  const { tasks } = await batch(
    ['Input.text', 'Answer.q.label'],
    ['', 'Approved', 'a', 'x'],
    ['H1', 'Approved', '', 'x'],
  )
  expect(tasks.map(({ row, fault }) => [row, fault])).toEqual([
    [2, 'It has no HITId.'],
    [3, 'It has nothing to ask about.'],
  ])
})
