import { describe, expect, test } from 'vitest'
import { readImport } from './readers.ts'

const read = (...lines: (object | string)[]) =>
  readImport(
    new TextEncoder().encode(
      lines.map((line) => `${typeof line === 'string' ? line : JSON.stringify(line)}\n`).join(''),
    ),
  )
const answers = (tasks: { answer: object | null }[]) => tasks.map(({ answer }) => answer && { ...answer })

describe('texts', () => {
  test('one label each makes radio buttons; a text without one has no earlier answer', async () => {
    const { title, inputs, fields, tasks } = await read(
      { id: 4, text: 'fine 🙂', label: ['pos'], Comments: [] },
      { id: 5, text: 'bad', label: ['neg'] },
      { id: 6, text: 'later', label: [] },
    )
    expect(title).toBe('doccano')
    expect(inputs).toEqual([{ name: 'text', type: 'text' }])
    expect(fields).toEqual([{ type: 'radio', name: 'label', options: [{ value: 'pos' }, { value: 'neg' }] }])
    expect(answers(tasks)).toEqual([{ label: 'pos' }, { label: 'neg' }, null])
    expect(tasks[0]).toMatchObject({ row: 1, name: null, item: { text: 'fine 🙂' }, metadata: { doccano_id: 4 } })
  })

  test('several labels make boxes to tick; older names of the keys are known', async () => {
    const { fields, tasks } = await read({ data: 'a', labels: ['x', 'y'] }, { data: 'b', labels: ['x'] })
    expect(fields).toEqual([{ type: 'checkbox', name: 'labels', options: [{ value: 'x' }, { value: 'y' }] }])
    expect(answers(tasks)).toEqual([{ labels: ['x', 'y'] }, { labels: ['x'] }])
  })

  test('what is too long to choose was typed', async () => {
    const { fields, tasks } = await read({ text: 'a', label: ['b'.repeat(300)] }, { text: 'c', label: ['d'] })
    expect(fields).toEqual([{ type: 'textarea', name: 'label' }])
    expect(answers(tasks)[1]).toEqual({ label: 'd' })
  })

  test('parts of texts, in both ways of writing them; where two share characters the form says so', async () => {
    const first = await read(
      {
        id: 1,
        text: '🙂 Anna in Rom',
        label: [
          [3, 7, 'PER'],
          [11, 14, 'LOC'],
        ],
        Comments: [],
      },
      { id: 2, text: 'nobody', label: [] },
    )
    expect(first.fields).toEqual([{ type: 'spans', name: 'label', options: [{ value: 'PER' }, { value: 'LOC' }] }])
    const anna = { label: 'PER', start: 2, end: 6 }
    expect(first.notes).toEqual([expect.stringContaining('places are marked: 1.')])
    expect(answers(first.tasks)).toEqual([{ label: [anna, { label: 'LOC', start: 10, end: 13 }] }, null])

    const entity = (start_offset: number, end_offset: number) => ({
      id: start_offset,
      label: 'a',
      start_offset,
      end_offset,
    })
    const relations = [{ id: 1, from_id: 0, to_id: 1, type: 'of' }]
    const second = await read(
      { id: 1, text: 'abcdef', entities: [entity(2, 4), entity(0, 3)], relations },
      { id: 2, text: 'abcdef', entities: [entity(0, 1), entity(1, 2)], relations: [] },
    )
    expect(second.fields).toEqual([{ type: 'spans', name: 'entities', options: [{ value: 'a' }], overlapping: true }])
    expect(second.notes).toEqual(['Relations are not taken, the texts that have some are: 1.'])
  })

  test('a list in one JSON document is as good as lines', async () => {
    const { title, tasks } = await read([{ text: 'a', label: ['x'] }])
    expect({ title, answers: answers(tasks) }).toEqual({ title: 'doccano', answers: [{ label: 'x' }] })
  })

  test.each([
    ['no JSON', '{"text": "a", "label": ['],
    ['no text', { label: ['x'] }],
    ['no text', [1]],
    ['no list', { text: 'a', label: { x: 1 } }],
    ['neither a label nor a place', { text: 'a', label: [[0, 'x']] }],
    ['neither a label nor a place', { text: 'a', label: [[0, 2, 'x']] }],
    ['neither a label nor a place', { text: '🙂🙂', label: [[1, 2, 'x']] }],
    ['two types', { text: 'a', label: [[0, 1, 'x']] }],
  ])('a line is told that has %s, and those behind it are read', async (why, line) => {
    const { tasks } = await read({ text: 'a', label: ['x'] }, line, '', { text: 'b', label: ['x'] })
    expect(tasks.map(({ row, fault }) => [row, fault])).toEqual([
      [1, null],
      [2, expect.stringContaining(why)],
      [4, null],
    ])
  })
})

describe('pictures', () => {
  test('classes, boxes and outlines', async () => {
    const { inputs, fields, tasks } = await read(
      { id: 1, filename: 'a.jpg', bbox: [{ id: 1, x: 1, y: 2, width: 3, height: 4, label: 'cat' }] },
      { id: 2, filename: 'b.jpg', segmentation: [{ points: [0, 0, 4, 0, 0, 4], label: 'fur' }], label: ['day'] },
    )
    expect(inputs).toEqual([{ name: 'picture', type: 'image' }])
    expect(fields.map(({ type, name }) => `${name}: ${type}`).sort()).toEqual([
      ...['label: radio', 'objects: boxes', 'outlines: polygons'],
    ])
    const outline = {
      label: 'fur',
      points: [
        [0, 0],
        [4, 0],
        [0, 4],
      ],
    }
    expect(answers(tasks)).toEqual([
      { objects: [{ label: 'cat', x: 1, y: 2, width: 3, height: 4 }], outlines: [] },
      { objects: [], outlines: [outline], label: 'day' },
    ])
  })

  test.each([
    ['no four numbers', { bbox: [{ x: 1 }] }],
    ['no corners', { segmentation: [{ points: [1, 2, 3] }] }],
    ['no corners', { segmentation: [{ points: ['a', 2] }] }],
  ])('a place that is none is told: %s', async (why, part) => {
    expect((await read({ filename: 'a.jpg', ...part })).tasks[0]?.fault).toContain(why)
  })
})
