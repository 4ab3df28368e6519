import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { unpackTar } from './tar.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'whisker-tar-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

function entry(name: string, content = '', type = '0'): Buffer {
  const header = Buffer.alloc(512)
  header.write(name)
  header.write(content.length.toString(8).padStart(11, '0'), 124)
  header.write(type, 156)
  header.write(' '.repeat(8), 148)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(`${sum.toString(8).padStart(6, '0')}\0`, 148)
  return Buffer.concat([header, Buffer.from(content), Buffer.alloc((512 - (content.length % 512)) % 512)])
}

let n = 0
async function unpack(...parts: Buffer[]) {
  const [file, target] = [join(folder, `${n}.tar`), join(folder, String(n++))]
  await writeFile(file, Buffer.concat(parts))
  await unpackTar(file, target)
  return target
}

test('files, empty files and folders come out as they were', async () => {
  const long = 'x'.repeat(1000)
  const target = await unpack(entry('base', '', '5'), entry('base/1', long), entry('empty'), Buffer.alloc(1024))
  expect((await readdir(target, { recursive: true })).sort()).toEqual(['base', 'base/1', 'empty'])
  expect(await readFile(join(target, 'base/1'), 'utf8')).toBe(long)
})

test.each(['../out', '/out', 'a/../../out', ''])('a name that leads out of the folder is refused: %j', async (name) => {
  await expect(unpack(entry(name, 'x'))).rejects.toThrow('does not make')
  expect(await readdir(folder)).not.toContain('out')
})

test('links, damaged headers and a file that is cut off are refused', async () => {
  await expect(unpack(entry('pg_tblspc/1', '', '2'))).rejects.toThrow('tablespace')
  await expect(unpack(entry('a', '', '1'))).rejects.toThrow('does not make')
  const damaged = entry('a', 'x')
  damaged[3] = 7
  await expect(unpack(damaged)).rejects.toThrow('is damaged: Invalid tar header checksum')
  await expect(unpack(entry('a', 'x'.repeat(600)).subarray(0, 700))).rejects.toThrow(
    'is damaged: Tar archive is truncated',
  )
  await expect(unpack(entry('a').subarray(0, 100))).rejects.toThrow('is damaged: Tar archive is truncated')
  await expect(unpack(entry('a', 'x'))).rejects.toThrow('is damaged: Tar archive is truncated')
})
