import { expect, test } from 'vitest'
import { readImport } from './readers.ts'

const meta =
  '<version>1.1</version><meta><task><id>3</id><labels><label><name>cat</name><type>any</type></label><label><name>dog</name><type>rectangle</type></label></labels></task></meta>'
const image = (name: string, ...marks: string[]) =>
  `<image id="0" name="${name}" subset="default" task_id="3" width="64" height="48">\n${marks.join('\n')}</image>`
const box = (more = '') =>
  `<box label="cat" source="manual" occluded="0" xtl="1.50" ytl="2.00" xbr="31.50" ybr="42.00" z_order="0"${more}></box>`
const read = (...images: string[]) =>
  readImport(
    new TextEncoder().encode(
      `<?xml version="1.0" encoding="utf-8"?>\n<annotations>${meta}${images.join('')}</annotations>`,
    ),
  )

test('boxes, outlines, points and tags, in pixels', async () => {
  const { title, fields, tasks, notes } = await read(
    image(
      'in/a &amp; é.jpg',
      box(' rotation="360.00"'),
      '<polygon label="fur" points="0.00,0.00;4.00,0.00;0.00,4.00" z_order="0"><attribute name="colour">red</attribute></polygon>',
      '<points label="eye" points="1.00,2.00;3.00,4.00"/>',
      '<tag label="day" source="manual"><attribute name="a">b</attribute></tag>',
    ),
    image('blank.jpg'),
  )
  expect(title).toBe('CVAT')
  expect(fields.map(({ type, name, options }) => [name, type, options?.map(({ value }) => value)])).toEqual([
    ['objects', 'boxes', ['dog', 'cat']],
    ['outlines', 'polygons', ['fur']],
    ['points', 'points', ['eye']],
    ['tags', 'radio', ['day']],
  ])
  expect(tasks[0]).toMatchObject({ item: { picture: 'in/a & é.jpg' }, size: { width: 64, height: 48 }, fault: null })
  expect({ ...tasks[0]?.answer }).toEqual({
    objects: [{ label: 'cat', x: 1.5, y: 2, width: 30, height: 40 }],
    outlines: [
      {
        label: 'fur',
        points: [
          [0, 0],
          [4, 0],
          [0, 4],
        ],
        attributes: { colour: 'red' },
      },
    ],
    points: [
      { label: 'eye', x: 1, y: 2 },
      { label: 'eye', x: 3, y: 4 },
    ],
    tags: 'day',
  })
  expect({ ...tasks[1]?.answer }).toEqual({ objects: [], outlines: [], points: [] })
  expect(notes).toEqual([expect.stringContaining('nothing there: 1.'), expect.stringContaining('Attributes of tags')])
})

test('what is said of marks is asked as choices, or as a text where there are too many; what is too long is told', async () => {
  const said = (n: number) =>
    box().replace(
      '></box>',
      `><attribute name="fur colour">${n % 2 === 0 ? 'red' : ' grey '}</attribute><attribute name="id">${n}</attribute><attribute name="note">${'x'.repeat(3 * n)}</attribute><attribute name="constructor"></attribute></box>`,
    )
  const { fields, tasks, notes } = await read(image('a.jpg', ...Array.from({ length: 101 }, (_, n) => said(n))))
  const { attributes } = fields.find(({ name }) => name === 'objects')!
  expect(attributes).toEqual([
    { type: 'radio', name: 'fur_colour', required: false, options: [{ value: 'red' }, { value: 'grey' }] },
    { type: 'input', name: 'id', required: false },
  ])
  const [first, second] = tasks[0]!.answer!.objects as { attributes: object }[]
  expect([{ ...first!.attributes }, { ...second!.attributes }]).toEqual([
    { fur_colour: 'red', id: '0' },
    { fur_colour: 'grey', id: '1' },
  ])
  expect(notes).toEqual([expect.stringContaining('note')])
})

test.each([
  ['turned by 30 degrees', box(' rotation="30.00"')],
  ['turned by NaN degrees', box(' rotation="x"')],
  ['a "polyline", which is not taken', '<polyline label="a" points="1,2;3,4"/>'],
  ['a "constructor", which is not taken', '<constructor label="a"/>'],
  ['has no label', '<points points="1,2"/>'],
  ['has no place', '<points label="a" points="1,2;3"/>'],
  ['has no place', '<box label="a" xtl="1" ytl="x" xbr="3" ybr="4"/>'],
])('a mark that is %s is told of its picture, and those behind it are read', async (why, mark) => {
  const { tasks } = await read(image('a.jpg', mark), image('b.jpg', box()))
  expect(tasks.map(({ fault }) => fault)).toEqual([expect.stringContaining(why), null])
})

test.each([
  ['CVAT for images', '<annotations><track id="0" label="cat"/></annotations>'],
  ['none of these: CVAT', '<annotations/>'],
  ['name the folder', '<annotation><filename>a.jpg</filename></annotation>'],
  ['document type', '<!DOCTYPE x><annotations/>'],
])('a file that is refused says why: %s', async (why, text) => {
  await expect(readImport(new TextEncoder().encode(text))).rejects.toThrow(why)
})
