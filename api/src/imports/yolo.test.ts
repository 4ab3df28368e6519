import { expect, test } from 'vitest'
import { folderOf } from './folder.fixture.ts'
import { readImportFolder } from './readers.ts'

const size = { width: 200, height: 100 }
const yaml = 'path: ../datasets\ntrain: images/train\nval: images/val\nnc: 2\nnames:\n  0: cat\n  1: "d: og"\n'
const read = async (files: Parameters<typeof folderOf>[0]) => readImportFolder(folderOf(files))
const answers = (tasks: { item: Record<string, string>; answer: object | null }[]) =>
  tasks.map(({ item, answer }) => [item.picture, answer && { ...answer }])

test('parts of a picture become pixels; an empty text is a blank, a picture without one is not labeled', async () => {
  const { title, fields, tasks, notes } = await read({
    'data.yaml': yaml,
    'images/train/images/a.jpg': size,
    'images/train/labels/a.txt': '1 0.5 0.5 0.5 0.2\r\n0 0.05 0.1 0.2 0.2 0.875\r\n',
    'images/val/blank é.png': size,
    'labels/val/blank é.txt': '',
    'images/val/later.png': size,
    'README.txt': 'x',
  })
  expect(title).toBe('YOLO')
  expect(fields).toEqual([{ type: 'boxes', name: 'objects', options: [{ value: 'cat' }, { value: 'd: og' }] }])
  const [dog, cat] = [
    { label: 'd: og', x: 50, y: 40, width: 100, height: expect.closeTo(20) },
    { label: 'cat', x: 0, y: 0, width: expect.closeTo(30), height: expect.closeTo(20) },
  ]
  expect(answers(tasks)).toEqual([
    ['images/train/images/a.jpg', { objects: [dog, cat] }],
    ['images/val/blank é.png', { objects: [] }],
    ['images/val/later.png', null],
  ])
  expect(tasks[0]?.size).toEqual(size)
  expect(notes).toEqual(['Pictures without a text, of which nothing is known: 1.'])
})

test('outlines; names as a list, or a line each', async () => {
  for (const [path, text] of [
    ['data.yaml', 'names: [cat, 7]'],
    ['classes.txt', 'cat\n7\n'],
    ['obj.names', 'cat\n7'],
  ] as const) {
    const { fields, tasks } = await read({ [path]: text, 'a.jpg': size, 'a.txt': '1 0 0 1 0 0 0.5' })
    expect(fields).toEqual([{ type: 'polygons', name: 'outlines', options: [{ value: 'cat' }, { value: '7' }] }])
    const points = [
      [0, 0],
      [200, 0],
      [0, 50],
    ]
    expect(answers(tasks)).toEqual([['a.jpg', { outlines: [{ label: '7', points }] }]])
  }
})

test('of key points the boxes are taken', async () => {
  const { tasks, notes } = await read({
    'data.yaml': `${yaml}kpt_shape: [1, 3]\n`,
    'a.jpg': size,
    'a.txt': '0 0.5 0.5 1 1 0.5 0.5 2',
  })
  expect(answers(tasks)).toEqual([['a.jpg', { objects: [{ label: 'cat', x: 0, y: 0, ...size }] }]])
  expect(notes).toEqual(['Key points are not taken, the boxes around them are.'])
})

test.each([
  ['Line 2 of a.txt is of the class 2', '\n2 0.5 0.5 0.1 0.1'],
  ['is of the class cat', 'cat 0.5 0.5 0.1 0.1'],
  ['neither a box nor an outline', '0 0.5'],
  ['neither a box nor an outline', '0 0 0 1 0 1 1 1'],
  ['from 0 to 1', '0 100 20 30 40'],
  ['from 0 to 1', '0 nan 0 0 0'],
])('a line that is wrong is told of its picture, and the others are read: %s', async (why, text) => {
  const { tasks } = await read({ 'data.yaml': yaml, 'a.jpg': size, 'a.txt': text, 'b.jpg': size, 'b.txt': '' })
  expect(tasks.map(({ fault }) => fault)).toEqual([expect.stringContaining(why), null])
})

test('boxes among outlines, and a picture that cannot be read, are told', async () => {
  const { tasks } = await read({
    ...{ 'data.yaml': yaml, 'a.jpg': size, 'a.txt': '0 0.5 0.5 1 1', 'b.jpg': size, 'b.txt': '0 0 0 1 0 0 1' },
    ...{ 'c.jpg': null, 'c.txt': '0 0 0 1 0 0 1' },
  })
  expect(tasks.map(({ fault }) => fault)).toEqual([
    expect.stringContaining('one of the two'),
    null,
    expect.stringContaining('cannot be read'),
  ])
})

test.each([
  ['no "names"', 'data.yaml', 'nc: 2'],
  ['no "names"', 'data.yaml', 'names: {cat: 0}'],
  ['is no YAML', 'data.yaml', 'names: [a'],
  [
    'is no YAML',
    'data.yaml',
    `a: &a [x,x,x,x,x,x,x,x,x]\n${[...'bcdefghi'].map((key, n) => `${key}: &${key} [${Array(9).fill(`*${'abcdefghi'[n]}`)}]`).join('\n')}\n`,
  ],
  ['none of these', 'notes.yaml', yaml],
  ['no pictures', 'data.yaml', yaml],
])('a folder that is refused says why: %s', async (why, path, text) => {
  await expect(read({ [path]: text })).rejects.toThrow(why)
})

test('labels without their pictures say what to do', async () => {
  await expect(read({ 'classes.txt': 'cat\n', 'labels/a.txt': '0 0.5 0.5 0.1 0.1\n' })).rejects.toThrow(
    'Export it with its pictures',
  )
})

test('pixels are whole where they were meant to be', async () => {
  const { tasks } = await read({
    ...{ 'classes.txt': 'cat\n', 'images/a.jpg': { width: 160, height: 100 } },
    'labels/a.txt': '0 0.35 0.4 0.5 0.4\n',
  })
  expect(tasks[0]?.answer?.objects).toEqual([{ label: 'cat', x: 16, y: 20, width: 80, height: 40 }])
})
