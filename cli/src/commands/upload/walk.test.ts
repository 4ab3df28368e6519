import { execFileSync } from 'node:child_process'
import { mkdir, symlink, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { expect, test } from 'vitest'
import { Failure } from '../../failure.ts'
import { scratchFolder } from '../../whisker.fixture.ts'
import { type Found, findRoots, walk } from './walk.ts'

const scratch = scratchFolder()

async function put(...names: string[]): Promise<void> {
  for (const name of names) {
    await mkdir(dirname(scratch.path(name)), { recursive: true })
    await writeFile(scratch.path(name), 'x')
  }
}

async function walkAll(...names: string[]): Promise<Found[]> {
  const all: Found[] = []
  for await (const found of walk(await findRoots(names.map((name) => scratch.path(name))))) all.push(found)
  return all
}

const namesOf = (found: Found[], kind: Found['kind']) =>
  found.flatMap((one) => (one.kind === kind && 'name' in one ? [one.name] : []))

test('pictures come in the order of names, called by their path below the folder; others are counted by ending', async () => {
  await put(
    'order/b.jpg',
    'order/a/2.PNG',
    'order/a/1.webp',
    'order/c.jpeg',
    'order/d.gif',
    'order/notes.txt',
    'order/README',
  )
  await put('order/.hidden.jpg', 'order/.thumbnails/b.jpg', 'order/a/._2.PNG')
  const found = await walkAll('order')
  expect(namesOf(found, 'picture')).toEqual(['a/1.webp', 'a/2.PNG', 'b.jpg', 'c.jpeg', 'd.gif'])
  expect(found.flatMap((one) => (one.kind === 'passed_over' ? [one.why] : [])).sort()).toEqual([
    '.txt',
    'hidden',
    'hidden',
    'hidden',
    'without ending',
  ])
})

test('a file that is named is taken whatever its name is, and a path inside another one is not met twice', async () => {
  await put('named/sub/a.jpg', 'named/data.bin')
  expect(namesOf(await walkAll('named/data.bin'), 'picture')).toEqual(['data.bin'])
  expect(namesOf(await walkAll('named/sub', 'named', 'named/sub/a.jpg', 'named'), 'picture')).toEqual(['sub/a.jpg'])
  expect(namesOf(await walkAll('named/sub', 'named/data.bin'), 'picture')).toEqual(['a.jpg', 'data.bin'])
})

test('a folder whose name begins with another one is not inside it', async () => {
  await put('photos/a.jpg', 'photos-2/b.jpg')
  expect(namesOf(await walkAll('photos', 'photos-2'), 'picture')).toEqual(['a.jpg', 'b.jpg'])
})

test('a path that does not exist is told before anything is sent', async () => {
  await put('there/a.jpg')
  await expect(findRoots([scratch.path('there'), scratch.path('nowhere')])).rejects.toThrow(Failure)
  await expect(findRoots([scratch.path('nowhere')])).rejects.toThrow(/no such file or folder\. Nothing was sent/)
})

test('R-14 links that lead in a circle, to nothing and to folders above are told one by one; the walk ends', async () => {
  await put('links/real/a.jpg')
  await symlink('loop.jpg', scratch.path('links/loop.jpg'))
  await symlink('nowhere.jpg', scratch.path('links/broken.jpg'))
  await symlink('..', scratch.path('links/real/up'))
  await symlink('real/a.jpg', scratch.path('links/link.jpg'))
  const found = await walkAll('links')
  expect(namesOf(found, 'picture')).toEqual(['link.jpg', 'real/a.jpg'])
  expect(found.flatMap((one) => (one.kind === 'unusable' ? [`${one.name} ${one.reason}`] : []))).toEqual([
    'broken.jpg is a link to a file that does not exist',
    'loop.jpg is a link that leads in a circle',
    'real/up is a link to a folder above it (going on would never end)',
  ])
})

test('a folder that two links lead to is entered once: links cannot multiply the work', async () => {
  await put('diamond/real/a.jpg')
  await symlink('real', scratch.path('diamond/one'))
  await symlink('real', scratch.path('diamond/two'))
  expect(namesOf(await walkAll('diamond'), 'picture')).toHaveLength(1)
})

test.skipIf(process.platform === 'win32')('R-14 a named pipe is no picture, and is never opened', async () => {
  await put('pipes/a.jpg')
  execFileSync('mkfifo', [scratch.path('pipes/pipe.jpg')])
  const found = await walkAll('pipes')
  expect(namesOf(found, 'picture')).toEqual(['a.jpg'])
  expect(namesOf(found, 'unusable')).toEqual(['pipe.jpg'])
})

test('folders as deep as the system lets them be do not end the walk', async () => {
  const deep = Array.from({ length: 200 }, () => 'd').join('/')
  await put(`deep/${deep}/a.jpg`)
  expect(namesOf(await walkAll('deep'), 'picture')).toEqual([`${deep}/a.jpg`])
})

test('B5 what drives, systems and archives leave in folders is passed over and counted by its name', async () => {
  const litter = [
    '@eaDir',
    '#recycle',
    '$RECYCLE.BIN',
    'System Volume Information',
    '__MACOSX',
    'lost+found',
    '.thumbnails',
  ]
  await put('drive/a.jpg', 'drive/Thumbs.db', 'drive/._a.jpg', ...litter.map((folder) => `drive/${folder}/a.jpg`))
  const found = await walkAll('drive')
  expect(namesOf(found, 'picture')).toEqual(['a.jpg'])
  expect(found.flatMap((one) => (one.kind === 'passed_over' ? [one.why] : [])).sort()).toEqual(
    [...litter.slice(0, -1), 'Thumbs.db', 'hidden', 'hidden'].sort(),
  )
})

test('B4 the bytes tell what a file is: pictures of any name are sent, others are left out with what to do', async () => {
  const jpeg = '\xff\xd8\xff\xe0'
  const files: Record<string, string> = {
    'a.JPG': 'x',
    'b.jfif': jpeg,
    'c.jpe': jpeg,
    d: jpeg,
    'e.tif': 'II*\0',
    'f.dat': '\0\0\0\x1cftypavif\0\0\0\0avifmif1',
    'g.heic': '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
    h: '\0\0\0\x18ftypheic\0\0\0\0mif1heic',
    'i.svg': '<svg xmlns="http://www.w3.org/2000/svg"/>',
    'j.xmp': '<x:xmpmeta/>',
    'k.bmp': 'BM\x36\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0',
    'l.heic': 'damaged',
  }
  await mkdir(scratch.path('formats'))
  for (const [name, bytes] of Object.entries(files)) await writeFile(scratch.path(`formats/${name}`), bytes, 'latin1')
  const found = await walkAll('formats')
  expect(namesOf(found, 'picture')).toEqual(['a.JPG', 'b.jfif', 'c.jpe', 'd', 'e.tif', 'f.dat', 'l.heic'])
  expect(found.flatMap((one) => (one.kind === 'left_out' ? [[one.name, one.reason]] : []))).toEqual([
    ['g.heic', expect.stringContaining('Convert it to JPEG')],
    ['h', expect.stringContaining('HEIC photo')],
    ['i.svg', expect.stringContaining('rsvg-convert')],
    ['k.bmp', expect.stringContaining('mogrify')],
  ])
  expect(found.flatMap((one) => (one.kind === 'passed_over' ? [one.why] : []))).toEqual(['.xmp'])
})
