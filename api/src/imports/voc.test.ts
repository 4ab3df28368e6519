import { expect, test } from 'vitest'
import { folderOf } from './folder.fixture.ts'
import { readImportFolder } from './readers.ts'

const size = { width: 64, height: 48 }
const object = (name: string, [xmin, ymin, xmax, ymax]: number[], more = '') =>
  `<object><name>${name}</name><pose>Unspecified</pose><bndbox><xmin>${xmin}</xmin><ymin>${ymin}</ymin><xmax>${xmax}</xmax><ymax>${ymax}</ymax></bndbox>${more}</object>`
const xml = (filename: string, ...objects: string[]) =>
  `<annotation><folder>C:\\old</folder><filename>${filename}</filename><size><width>64</width><height>48</height><depth>3</depth></size>${objects.join('')}</annotation>`
const read = async (files: Parameters<typeof folderOf>[0]) => readImportFolder(folderOf(files))

test('boxes from the first pixel to the last; an XML without objects is a blank, a picture without one is not labeled', async () => {
  const { title, fields, tasks, notes } = await read({
    'Annotations/a.xml': xml('a b.jpg', object('cat &amp; é', [1, 11, 20, 30], '<polygon/>')),
    'Annotations/blank.xml': xml('blank.jpg'),
    'JPEGImages/a b.jpg': size,
    'JPEGImages/blank.jpg': size,
    'JPEGImages/later.jpg': size,
    'ImageSets/Main/all.txt': 'a\n',
  })
  expect(title).toBe('Pascal VOC')
  expect(fields).toEqual([{ type: 'boxes', name: 'objects', options: [{ value: 'cat & é' }] }])
  const box = { label: 'cat & é', x: 0, y: 10, width: 20, height: 20 }
  expect(tasks.map(({ item, size, answer }) => [item.picture, size, answer && { ...answer }])).toEqual([
    ['JPEGImages/a b.jpg', size, { objects: [box] }],
    ['JPEGImages/blank.jpg', size, { objects: [] }],
    ['JPEGImages/later.jpg', null, null],
  ])
  expect(notes).toEqual(['Outlines are not taken, the boxes around them are: 1.'])
})

test('Label Studio counts from 0, whatever its boxes begin at', async () => {
  const owner = '<owner><flickrid>NULL</flickrid><name>Label Studio</name></owner>'
  const { tasks } = await read({
    'Annotations/a.xml': xml('a.jpg', object('cat', [20, 16, 30, 40])).replace('<size>', `${owner}<size>`),
    'images/a.jpg': size,
  })
  expect(tasks[0]?.answer?.objects).toEqual([{ label: 'cat', x: 20, y: 16, width: 10, height: 24 }])
})

test('where a box begins at 0 all of them are counted from there', async () => {
  const { tasks } = await read({
    'a.xml': xml('a.jpg', object('cat', [0, 5, 10, 20]), object('cat', [1.5, 2, 3, 4])),
    'a.jpg': size,
  })
  expect(tasks[0]?.answer?.objects).toEqual([
    { label: 'cat', x: 0, y: 5, width: 10, height: 15 },
    { label: 'cat', x: 1.5, y: 2, width: 1.5, height: 2 },
  ])
})

test('the picture is the one that is named, next to the XML, or the one that is called as the XML', async () => {
  const { tasks } = await read({
    'train/Annotations/1.xml': xml('1.jpg'),
    'train/JPEGImages/1.jpg': size,
    'test/Annotations/1.xml': xml('1.jpg'),
    'test/JPEGImages/1.jpg': size,
    'test/Annotations/2.xml': xml('/home/somebody/renamed.jpg'),
    'test/JPEGImages/2.png': size,
    'test/Annotations/3.xml': xml('twice.jpg'),
    'test/x/twice.jpg': size,
    'test/y/twice.jpg': size,
    'test/Annotations/4.xml': xml('../../../etc/passwd'),
  })
  expect(tasks.filter(({ answer }) => answer).map(({ item }) => item.picture)).toEqual([
    'test/JPEGImages/1.jpg',
    'test/JPEGImages/2.png',
    'train/JPEGImages/1.jpg',
  ])
  expect(tasks.filter(({ fault }) => fault).map(({ name, fault }) => [name, fault])).toEqual([
    ['test/Annotations/3.xml', expect.stringContaining('several are called so')],
    ['test/Annotations/4.xml', expect.stringContaining('"passwd" is not in the folder')],
  ])
})

test.each([
  ['no box with level sides', xml('a.jpg', '<object><name>x</name><robndbox><cx>1</cx></robndbox></object>')],
  ['Object 2', xml('a.jpg', object('x', [1, 1, 2, 2]), object('', [1, 1, 2, 2]))],
  ['document type', `<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>${xml('a.jpg')}`],
  ['begins with <html>', '<html/>'],
  ['cut off', '<annotation>'],
])('what is wrong with an XML is told of it, and the others are read: %s', async (why, text) => {
  const { tasks } = await read({ 'a.xml': text, 'a.jpg': size, 'b.xml': xml('b.jpg'), 'b.jpg': size })
  expect(tasks.slice(0, 2).map(({ fault }) => fault)).toEqual([expect.stringContaining(why), null])
})
