import { appendFile, chmod, mkdir, readFile, stat, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { Failure } from '../../failure.ts'
import { scratchFolder } from '../../whisker.fixture.ts'
import { Journal, journalPath } from './journal.ts'

const scratch = scratchFolder()
const owner = { url: 'http://127.0.0.1:4000', projectId: 1 }
const entry = (path: string, digit = 'a') => ({
  path,
  sha256: digit.repeat(64),
  size: 10,
  mtime_ms: 1234.5,
  task_id: `task-${path}`,
})
const silent = () => {}

async function open(path: string): Promise<Journal> {
  return (await Journal.open(path, owner, silent)) as Journal
}

test('what was noted is known the next time, as long as size and time are the same', async () => {
  const path = scratch.path('known', 'journal.jsonl')
  const first = await open(path)
  expect(first.isEmpty).toBe(true)
  first.add([entry('/photos/a.jpg'), entry('/photos/b.jpg', 'b')])
  await first.close()
  const second = await open(path)
  expect(second.findHash('/photos/a.jpg', 10, 1234.5)).toBe('a'.repeat(64))
  expect(second.findHash('/photos/b.jpg', 10, 1234.5)).toBe('b'.repeat(64))
  expect(second.findHash('/photos/a.jpg', 11, 1234.5)).toBeNull()
  expect(second.findHash('/photos/a.jpg', 1, 1234.5)).toBeNull()
  expect(second.findHash('/photos/a.jpg', 10, 1234)).toBeNull()
  expect(second.findHash('/photos/c.jpg', 10, 1234.5)).toBeNull()
  await second.close()
})

test('a line is written once, however often the same is noted', async () => {
  const path = scratch.path('once.jsonl')
  for (let run = 0; run < 3; run++) {
    const journal = await open(path)
    journal.add([entry('/photos/a.jpg')])
    await journal.close()
  }
  expect((await readFile(path, 'utf8')).trim().split('\n')).toHaveLength(2)
})

test.skipIf(process.platform === 'win32')(
  'K-05 only its owner can read it, also when it was opened to others',
  async () => {
    const path = scratch.path('modes', 'journal.jsonl')
    await (await open(path)).close()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect((await stat(scratch.path('modes'))).mode & 0o777).toBe(0o700)
    await chmod(path, 0o644)
    await (await open(path)).close()
    expect((await stat(path)).mode & 0o777).toBe(0o600)
  },
)

test('C-05 a line that a crash has torn is passed over, and the next one is not glued to it', async () => {
  const path = scratch.path('torn.jsonl')
  const first = await open(path)
  first.add([entry('/photos/a.jpg')])
  await first.close()
  await appendFile(path, '{"v":1,"sha256":"cccc')
  const second = await open(path)
  second.add([entry('/photos/d.jpg', 'd')])
  await second.close()
  const third = await open(path)
  expect(third.findHash('/photos/a.jpg', 10, 1234.5)).toBe('a'.repeat(64))
  expect(third.findHash('/photos/d.jpg', 10, 1234.5)).toBe('d'.repeat(64))
  await third.close()
})

test('C-05 a journal whose very first line was torn begins again', async () => {
  const path = scratch.path('torn-head.jsonl')
  await writeFile(path, '{"v":1,"journal":"whisk')
  const journal = await open(path)
  journal.add([entry('/photos/a.jpg')])
  await journal.close()
  const again = await open(path)
  expect(again.findHash('/photos/a.jpg', 10, 1234.5)).toBe('a'.repeat(64))
  await again.close()
})

test('lines of a later version, and lines that are no entries, are passed over', async () => {
  const path = scratch.path('later.jsonl')
  await (await open(path)).close()
  await appendFile(
    path,
    `${JSON.stringify({ v: 2, ...entry('/a.jpg') })}\nnull\n[]\n${JSON.stringify({ v: 1, ...entry('/b.jpg'), sha256: 'x' })}\n`,
  )
  const journal = await open(path)
  expect(journal.isEmpty).toBe(true)
  await journal.close()
})

test('R-12 the journal of another service or project, or another file, is refused', async () => {
  const path = scratch.path('foreign.jsonl')
  await (await open(path)).close()
  await expect(Journal.open(path, { ...owner, projectId: 2 }, silent)).rejects.toThrow(/journal of project 1 on http/)
  await expect(Journal.open(path, { ...owner, url: 'http://elsewhere' }, silent)).rejects.toThrow(Failure)
  await writeFile(scratch.path('other.txt'), 'some\nother\nfile\n')
  await expect(open(scratch.path('other.txt'))).rejects.toThrow(/not a journal/)
  expect(await readFile(scratch.path('other.txt'), 'utf8')).toBe('some\nother\nfile\n')
})

test('a journal that cannot be opened is told, and done without', async () => {
  await mkdir(scratch.path('folder.jsonl'))
  const told: string[] = []
  expect(await Journal.open(scratch.path('folder.jsonl'), owner, (text) => told.push(text))).toBeNull()
  expect(told[0]).toMatch(/going on without it/)
})

test('each service and project has a journal of its own', () => {
  const paths = [
    journalPath('/state', 'http://a', 1),
    journalPath('/state', 'http://a', 2),
    journalPath('/state', 'http://b', 1),
  ]
  expect(new Set(paths).size).toBe(3)
})
