import { expect, test } from 'vitest'
import { findPictures } from './find-pictures.ts'
import { givenFiles, unpacked } from './given-files.ts'
import { pictureTask } from './picture-task.ts'
import { placeOfFiles } from './place-of-files.ts'
import { documentsOf, findAndRead } from './source.ts'
import { zipOf } from './zip.fixture.ts'

const blobOf = (content: string | Uint8Array) => new Blob([content as string])
const given = (files: Record<string, string | Uint8Array>) =>
  givenFiles(new Map(Object.entries(files).map(([path, content]) => [path, async () => blobOf(content)])))
const how = { reading: {}, sizeOf: async () => ({ width: 10, height: 10 }) }
const coco = JSON.stringify({ images: [{ id: 1, file_name: 'a.jpg' }], annotations: [] })

test.each([
  ['the document beside pictures', ['a.jpg', 'result.json'], ['result.json']],
  ['a list of classes before notes', ['classes.txt', 'images/a.jpg', 'labels/a.txt', 'notes.json'], [null]],
  ['XML of a picture each', ['Annotations/a.xml', 'Annotations/b.xml', 'images/a.jpg'], [null]],
  ['a document before XML', ['a.xml', 'b.xml', 'x.json'], ['x.json', null]],
  ['one XML for all', ['annotations.xml', 'images/a.jpg'], ['annotations.xml', null]],
  ['the nearest of several', ['annotations/val.json', 'train.json'], ['train.json', 'annotations/val.json']],
  ['a table of another ending', ['a.jpg', 'table.txt'], ['table.txt']],
])('%s', (_, paths, documents) => {
  expect(documentsOf(paths)).toEqual(documents)
})

test('what cannot be read gives way to what can; else the likeliest says why', async () => {
  const { document } = await findAndRead(given({ 'a.json': '{', 'b.json': coco, 'a.jpg': '' }), how)
  expect(document).toBe('b.json')
  await expect(findAndRead(given({ 'a.json': '{', 'b.json': '[' }), how)).rejects.toThrow('no JSON document')
  await expect(findAndRead(given({ 'a.jpg': '' }), how)).rejects.toThrow('none that says something')
})

test('an archive is read in place: what leads out, and litter, is left; a workbook stays one file', async () => {
  const zip = zipOf({
    ...{ 'set/coco.json': coco, 'set/a.jpg': 'x', '../b.jpg': 'x', '/etc/c.jpg': 'x', 'C:\\d.jpg': 'x' },
    ...{ 'set/.DS_Store': 'x', '__MACOSX/set/._a.jpg': 'x' },
  })
  const files = await unpacked(given({ 'set.zip': zip }))
  expect(files.paths).toEqual(['a.jpg', 'coco.json'])
  expect(files.notes).toEqual(['Files whose names lead out of their folder are not taken: 3.'])
  expect(await (await files.open('a.jpg')).text()).toBe('x')
  const two = await unpacked(
    given({ 'one.zip': zipOf({ 'a.jpg': '1' }), 'two.zip': zipOf({ 'a.jpg': '2' }), 'x.json': coco }),
  )
  expect(two.paths).toEqual(['one/a.jpg', 'two/a.jpg', 'x.json'])
  const book = given({ 'a.xlsx': zipOf({ 'xl/workbook.xml': '' }) })
  expect(await unpacked(book)).toBe(book)
})

test('files that overlap in an archive are refused', async () => {
  const zip = zipOf(
    Object.fromEntries(Array.from({ length: 50 }, (_, n) => [`${n}.jpg`, `${Math.random()}`.repeat(20)])),
  )
  const view = new DataView(zip.buffer)
  const list = view.getUint32(zip.length - 6, true)
  for (let at = list, n = 0; n < 50; n++) {
    view.setUint32(at + 20, list, true)
    view.setUint32(at + 42, 0, true)
    at += 46 + view.getUint16(at + 28, true)
  }
  await expect(unpacked(given({ 'bomb.zip': zip }))).rejects.toThrow('overlap')
})

test('a picture is found beside its document, from the top, or by the end of its path; never outside, never one of two', async () => {
  const place = placeOfFiles(
    given({
      'x/set.json': '',
      'x/a.jpg': 'near',
      'a.jpg': 'top',
      'b/é.jpg': 'b',
      'y/c.jpg': '1',
      'z/c.jpg': '2',
      'd.jpg': 'd',
    }),
    'x/set.json',
  )
  const find = async (path: string) => {
    const found = await place.find(path)
    return 'open' in found ? (await found.open()).text() : found.fault.slice(0, 24)
  }
  expect(await find('a.jpg')).toBe('near')
  expect(await find('./b/e\u0301.jpg')).toBe('b')
  expect(await find('é.jpg')).toBe('b')
  expect(await find('images\\train\\d.jpg')).toBe('d')
  expect(await find('c.jpg')).toBe('Several of the files cou')
  expect(await find('other/é.jpg')).toBe('The picture is not among')
  for (const path of ['../a.jpg', '/a.jpg', 'x/../../a.jpg', 'C:\\a.jpg'])
    expect(await find(path)).toBe('The picture lies outside')
})

const named = (...names: string[]) => ({
  inputs: [{ name: 'picture', type: 'image' as const }],
  tasks: names.map((name, n) => pictureTask(n + 1, name)),
})

test('a picture that is named where it lay on another machine is the one of its name; what an upload was given is put aside', async () => {
  const place = placeOfFiles(
    given({ 'images/1a4907e3-a.jpg': '', 'images/b.jpg': '', 'result.json': '' }),
    'result.json',
  )
  const found = await findPictures(
    named(
      '../media/upload/1/1a4907e3-a.jpg',
      'C:\\in\\b.jpg',
      '/home/ann/b.jpg',
      '264bada2-b.jpg',
      '../../etc/passwd',
      '..',
      '/',
    ),
    async () => place,
  )
  expect(found.map(({ fault }) => fault?.slice(0, 25) ?? null)).toEqual([
    ...[null, null, null, null],
    ...Array(3).fill('The picture lies outside '),
  ])
})
