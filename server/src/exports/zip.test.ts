import { expect, test } from 'vitest'
import { unzip } from './unzip.fixture.ts'
import { type Entry, zip } from './zip.ts'

async function made(entries: Entry[]): Promise<Buffer> {
  async function* each() {
    yield* entries
  }
  const chunks: Buffer[] = []
  for await (const chunk of zip(each())) chunks.push(chunk)
  return Buffer.concat(chunks)
}

test('bytes and texts, names of all kinds, the same bytes each time', async () => {
  const lines = Array.from({ length: 20_000 }, (_, n) => `line ${n} é 🐈\n`)
  const entries: Entry[] = [
    { path: 'images/é #1 🐈.jpg', bytes: Buffer.from('picture') },
    { path: 'empty.txt', bytes: Buffer.alloc(0) },
    {
      path: 'long.jsonl',
      text: async function* () {
        yield* lines
      },
    },
    { path: 'nothing.txt', text: async function* () {} },
  ]
  const archive = await made(entries)
  const files = unzip(archive)
  expect([...files.keys()]).toEqual(entries.map(({ path }) => path))
  expect(files.get('images/é #1 🐈.jpg')?.toString()).toBe('picture')
  expect(files.get('long.jsonl')?.toString()).toBe(lines.join(''))
  expect(archive.equals(await made(entries))).toBe(true)
})

test('more files than the old numbers can count', async () => {
  const entries = Array.from({ length: 70_000 }, (_, n) => ({ path: `labels/${n}.txt`, bytes: Buffer.from(`${n}`) }))
  const files = unzip(await made(entries))
  expect(files.size).toBe(70_000)
  expect(files.get('labels/69999.txt')?.toString()).toBe('69999')
})

test('a text that cannot be made breaks the file off', async () => {
  const text = async function* () {
    yield 'begun'
    throw new Error('gone')
  }
  await expect(made([{ path: 'a.txt', text }])).rejects.toThrow('gone')
})
