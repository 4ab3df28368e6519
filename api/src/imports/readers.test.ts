import { describe, expect, test } from 'vitest'
import { checkAnswer } from '../answers.ts'
import { OutputSpecDraft } from '../fields.ts'
import { pictureTask } from './picture-task.ts'
import { readImport } from './readers.ts'

const bytes = (value: unknown) => new TextEncoder().encode(JSON.stringify(value))
const region = (type: string, value: object, from_name = 'animal') => ({
  ...{ from_name, type, value, original_width: 200, original_height: 100 },
})
const studioTask = (...result: object[]) => ({
  data: { image: '/data/upload/1/tom%20b.jpg' },
  annotations: [{ result }],
})

describe('COCO', () => {
  const file = {
    images: [
      { id: 7, file_name: 'a.jpg', width: 40, height: 30 },
      { id: 8, file_name: 'blank.jpg' },
    ],
    annotations: [{ id: 1, image_id: 7, category_id: 2, bbox: [1, 2, 3, 4.5], segmentation: [[1, 2, 3, 4, 5, 6]] }],
    categories: [
      { id: 1, name: 'dog' },
      { id: 2, name: 'cat' },
    ],
  }

  test('boxes by picture; a blank says that there is nothing; what is left out is told', async () => {
    const { title, fields, tasks, notes } = await readImport(bytes(file))
    expect(title).toBe('COCO')
    expect(fields).toEqual([{ type: 'boxes', name: 'objects', options: [{ value: 'dog' }, { value: 'cat' }] }])
    const box = { label: 'cat', x: 1, y: 2, width: 3, height: 4.5 }
    expect(tasks).toEqual([
      { ...pictureTask(1, 'a.jpg'), size: { width: 40, height: 30 }, answer: { objects: [box] } },
      { ...pictureTask(2, 'blank.jpg'), answer: { objects: [] } },
    ])
    expect(notes).toEqual([expect.stringContaining('Outlines')])
  })

  test('what is said of boxes comes with them, several choices as ticks', async () => {
    const [one] = file.annotations
    const annotations = [
      { ...one, attributes: { pose: 'lying', hurt: ['yes'], occluded: false, rest: null } },
      { ...one, attributes: { hurt: ['no', 'yes'] } },
      one,
    ]
    const { fields, tasks } = await readImport(bytes({ ...file, annotations }))
    expect(fields[0]!.attributes).toEqual([
      { type: 'radio', name: 'pose', required: false, options: [{ value: 'lying' }] },
      { type: 'checkbox', name: 'hurt', required: false, options: [{ value: 'yes' }, { value: 'no' }] },
      { type: 'radio', name: 'occluded', required: false, options: [{ value: 'false' }] },
    ])
    const objects = tasks[0]!.answer!.objects as { attributes?: object }[]
    expect(objects.map(({ attributes }) => attributes && { ...attributes })).toEqual([
      { pose: 'lying', hurt: ['yes'], occluded: 'false' },
      { hurt: ['no', 'yes'] },
      undefined,
    ])
    const form = OutputSpecDraft.parse(fields)
    const answer = [{ objects: JSON.parse(JSON.stringify(objects)) }]
    expect(checkAnswer(form, 1, answer)).toEqual({ ok: true, answer })
  })

  test('a box of no category is a fault of its row; one of no picture refuses the file', async () => {
    const stray = { image_id: 8, category_id: 9, bbox: [0, 0, 1, 1] }
    expect((await readImport(bytes({ ...file, annotations: [stray] }))).tasks.map(({ fault }) => fault)).toEqual([
      null,
      expect.stringContaining('Annotation 1'),
    ])
    await expect(readImport(bytes({ ...file, annotations: [{ ...stray, image_id: 9 }] }))).rejects.toThrow(
      'Annotation 1 is of',
    )
    await expect(readImport(bytes({ ...file, images: [...file.images, { id: 7, file_name: 'b' }] }))).rejects.toThrow(
      'Image 3',
    )
  })
})

describe('Label Studio', () => {
  test('percents become pixels, choices a form', async () => {
    const { fields, tasks } = await readImport(
      bytes([
        studioTask(
          region('rectanglelabels', { x: 10, y: 20, width: 50, height: 40, rotation: 0, rectanglelabels: ['cat'] }),
          region('keypointlabels', { x: 50, y: 50, width: 1, keypointlabels: ['eye'] }, 'eyes'),
          region(
            'polygonlabels',
            {
              points: [
                [0, 0],
                [100, 0],
                [0, 100],
              ],
              polygonlabels: ['fur'],
            },
            'outline',
          ),
          region('choices', { choices: ['day'] }, 'light'),
        ),
        studioTask(region('choices', { choices: ['night'] }, 'light')),
        { data: { image: '/data/local-files/?d=in/c.png' } },
      ]),
    )
    expect(fields.map(({ type, name }) => `${name}: ${type}`)).toEqual([
      ...['animal: boxes', 'eyes: points', 'outline: polygons', 'light: radio'],
    ])
    expect(tasks[0]).toMatchObject({ item: { picture: 'tom b.jpg' }, size: { width: 200, height: 100 } })
    expect({ ...tasks[0]?.answer }).toEqual({
      animal: [{ label: 'cat', x: 20, y: 20, width: 100, height: 40 }],
      eyes: [{ label: 'eye', x: 100, y: 50 }],
      outline: [
        {
          label: 'fur',
          points: [
            [0, 0],
            [200, 0],
            [0, 100],
          ],
        },
      ],
      light: 'day',
    })
    expect({ ...tasks[1]?.answer }).toEqual({ animal: [], eyes: [], outline: [], light: 'night' })
    expect(tasks[2]).toMatchObject({ item: { picture: 'in/c.png' }, answer: null, fault: null })
  })

  test('texts: their parts, by whoever counted them, choices and what was typed', async () => {
    const text = '🙂 Anna in Rom'
    const part = (start: number, end: number, label: string, said?: string) =>
      region('labels', { start, end, labels: [label], ...(said && { text: said }) }, 'ner')
    const textTask = (...result: object[]) => ({ data: { text, id: 'x' }, annotations: [{ result }] })
    const { inputs, fields, tasks } = await readImport(
      bytes([
        textTask(
          part(3, 7, 'PER', 'Anna'),
          part(10, 13, 'LOC', 'Rom'),
          region('choices', { choices: ['day'] }, 'light'),
          region('textarea', { text: ['one', 'two'] }, 'remark'),
        ),
        textTask(part(3, 7, 'PER'), part(3, 14, 'LOC')),
        textTask(part(1, 7, 'PER')),
        textTask(part(4, 8, 'PER', 'Anna')),
        textTask(),
      ]),
    )
    expect(inputs).toEqual([{ name: 'text', type: 'text' }])
    expect(fields.map(({ options, ...field }) => field)).toEqual([
      { name: 'ner', type: 'spans', overlapping: true },
      { name: 'light', type: 'radio', required: false },
      { name: 'remark', type: 'textarea', required: false },
    ])
    const [anna, rom] = [
      { label: 'PER', start: 2, end: 6 },
      { label: 'LOC', start: 10, end: 13 },
    ]
    expect({ ...tasks[0]?.answer }).toEqual({ ner: [anna, rom], light: 'day', remark: 'one\ntwo' })
    expect({ ...tasks[1]?.answer }).toEqual({ ner: [anna, { label: 'LOC', start: 2, end: 13 }] })
    expect({ ...tasks[4]?.answer }).toEqual({ ner: [] })
    expect(tasks.map(({ fault }) => fault)).toEqual([
      ...[null, null, expect.stringContaining('no place'), expect.stringContaining('no place'), null],
    ])
  })

  test('stars, numbers, days and ways through a taxonomy are taken; what else the task knows comes back with it', async () => {
    const said = [
      region('rating', { rating: 4 }, 'stars'),
      region('number', { number: 2.5 }, 'weight'),
      region('datetime', { datetime: '2026-01-02' }, 'seen'),
      region('taxonomy', { taxonomy: [['animal', 'cat']] }, 'kind'),
    ]
    const { fields, tasks } = await readImport(
      bytes([{ ...studioTask(...said), data: { image: 'a.jpg', source: 'm1', n: 3, list: [] } }]),
    )
    expect(fields).toEqual([
      { type: 'rating', name: 'stars' },
      { type: 'number', name: 'weight' },
      { type: 'date', name: 'seen' },
      { type: 'radio', name: 'kind', options: [{ value: 'animal / cat' }] },
    ])
    expect({ ...tasks[0]!.answer }).toEqual({ stars: 4, weight: 2.5, seen: '2026-01-02', kind: 'animal / cat' })
    expect(tasks[0]!.metadata).toEqual({ source: 'm1', n: 3 })
  })

  test('a control of another type is left out and counted, and the rest of its row is taken', async () => {
    const ellipse = region('ellipselabels', { x: 1, y: 1, radiusX: 1, radiusY: 1, ellipselabels: ['ball'] }, 'round')
    const odd = [ellipse, region('constructor', {}), { type: 'relation', from_id: 'a', to_id: 'b' }]
    const { fields, tasks, notes } = await readImport(
      bytes([studioTask(region('choices', { choices: ['day'] }, 'light'), ...odd)]),
    )
    expect(fields.map(({ name }) => name)).toEqual(['light'])
    expect(tasks).toMatchObject([{ answer: { light: 'day' }, fault: null }])
    expect(notes).toEqual([
      '"round" (ellipselabels) is of a type that is not taken; what was said of it is left out: 1.',
      '"animal" (constructor) is of a type that is not taken; what was said of it is left out: 1.',
      'A relation is of a type that is not taken; what was said of it is left out: 1.',
    ])
  })

  test('its short JSON does not say what was answered, and is told what to do instead', async () => {
    const short = [{ text: 'a', mood: 'glad', id: 1, annotator: 1, annotation_id: 2, lead_time: null }]
    await expect(readImport(bytes(short))).rejects.toThrow('Export it there as JSON.')
  })

  test('several choices in one task make a field of several', async () => {
    const { fields, tasks } = await readImport(
      bytes([
        studioTask(region('choices', { choices: ['a', 'b'] }, 'constructor')),
        studioTask(region('choices', { choices: ['a'] }, 'constructor')),
      ]),
    )
    expect(fields).toEqual([{ type: 'checkbox', name: 'constructor', options: [{ value: 'a' }, { value: 'b' }] }])
    expect(tasks.map(({ answer }) => answer?.constructor)).toEqual([['a', 'b'], ['a']])
  })

  test.each([
    ['turned', region('rectanglelabels', { x: 0, y: 0, width: 1, height: 1, rotation: 30, rectanglelabels: ['a'] })],
    [
      'turned by 90 degrees while',
      { ...region('rectanglelabels', { x: 0, y: 0, width: 1, height: 1, rectanglelabels: ['a'] }), image_rotation: 90 },
    ],
    ['is no rating', region('rating', { rating: 'many' })],
    ['no place', region('rectanglelabels', { x: 'a', y: 0, width: 1, height: 1, rectanglelabels: ['a'] })],
    ['2 labels', region('rectanglelabels', { x: 0, y: 0, width: 1, height: 1, rectanglelabels: ['a', 'b'] })],
  ])('a part that is %s is told of its row, and the rows behind it are read', async (what, part) => {
    const { tasks } = await readImport(bytes([studioTask(part), studioTask()]))
    expect(tasks.map(({ fault }) => fault)).toEqual([expect.stringContaining(what), null])
  })
})

test.each([
  ['UTF-8', new Uint8Array([0x5b, 0xff, 0x5d])],
  ['The archive is not whole', new Uint8Array([0x50, 0x4b, 3, 4, 0xff])],
  ['more than 1000000 rows', new TextEncoder().encode('{}\n'.repeat(1_000_001))],
  ['more than 1000000 rows', new TextEncoder().encode(`[${'0,'.repeat(1_000_000)}0]`)],
  ['million objects and lists', new TextEncoder().encode(`[${'{},'.repeat(10_000_000)}{}]`)],
  ['compressed', new Uint8Array([0x1f, 0x8b, 8, 0, 0])],
  ['no JSON document', new TextEncoder().encode('{"images": [')],
  ['no JSON document', new TextEncoder().encode('[0'.repeat(200_000))],
  ['none of these', bytes({ images: 3 })],
  ['none of these', bytes([])],
  ['no pictures', bytes({ images: [], annotations: [] })],
  ['several texts', bytes([{ data: { a: 'x', b: 'y' } }])],
  ['neither picture nor text', bytes([{ data: { a: 1 } }])],
  ['several pictures', bytes([{ data: { a: 'x.jpg', b: 'y.jpg' } }])],
])('a file that is refused says why: %s', async (why, file) => {
  await expect(readImport(file)).rejects.toThrow(why)
})

test('a byte order mark before the document is passed over', async () => {
  const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...bytes({ images: [{ id: 1, file_name: 'a' }], annotations: [] })])
  expect((await readImport(marked)).tasks).toHaveLength(1)
})
