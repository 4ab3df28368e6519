import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { open, symlink, truncate, writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../whisker.fixture.ts'
import { maxInMemory, readPicture } from './read-picture.ts'

const scratch = scratchFolder()
const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

test('what is hashed is what will be sent', async () => {
  const bytes = Buffer.from('some picture')
  await writeFile(scratch.path('a.jpg'), bytes)
  const read = await readPicture(scratch.path('a.jpg'))
  expect(read).toMatchObject({ ok: true, sha256: sha256(bytes), sizeBytes: bytes.length })
  expect(read.ok && read.bytes?.equals(bytes)).toBe(true)
})

test('large files are hashed without being held', async () => {
  const bytes = Buffer.alloc(maxInMemory + 1, 7)
  await writeFile(scratch.path('large.jpg'), bytes)
  expect(await readPicture(scratch.path('large.jpg'))).toMatchObject({ ok: true, sha256: sha256(bytes), bytes: null })
})

test('R-14 an empty file is read (the service says what is wrong with it), 4 GB are refused unread', async () => {
  await writeFile(scratch.path('empty.jpg'), '')
  expect(await readPicture(scratch.path('empty.jpg'))).toMatchObject({ ok: true, sizeBytes: 0 })
  await writeFile(scratch.path('huge.jpg'), '')
  await truncate(scratch.path('huge.jpg'), 4 * 2 ** 30)
  expect(await readPicture(scratch.path('huge.jpg'))).toMatchObject({
    ok: false,
    code: 'too_large',
    reason: expect.stringContaining('4.3 GB'),
  })
})

test('R-14 what is gone, a circle of links, a folder or a pipe is told, and nothing waits for a pipe', async () => {
  await symlink('circle.jpg', scratch.path('circle.jpg'))
  expect(await readPicture(scratch.path('gone.jpg'))).toMatchObject({
    ok: false,
    reason: expect.stringContaining('is gone'),
  })
  expect(await readPicture(scratch.path('circle.jpg'))).toMatchObject({
    ok: false,
    reason: expect.stringContaining('circle'),
  })
  expect(await readPicture(scratch.path('.'))).toMatchObject({ ok: false, code: 'not_a_file' })
  if (process.platform === 'win32') return
  execFileSync('mkfifo', [scratch.path('pipe.jpg')])
  expect(await readPicture(scratch.path('pipe.jpg'))).toMatchObject({ ok: false, code: 'not_a_file' })
})

test('R-14 a file that is written to while it is read is told as changed', async () => {
  const path = scratch.path('growing.jpg')
  await writeFile(path, Buffer.alloc(30_000_000))
  const file = await open(path, 'a')
  try {
    let isOver = false
    const reading = readPicture(path).finally(() => {
      isOver = true
    })
    while (!isOver) await file.appendFile('more')
    expect(await reading).toMatchObject({ ok: false, code: 'changed' })
  } finally {
    await file.close()
  }
})
