import { spawn } from 'node:child_process'
import { once } from 'node:events'
import syncFs from 'node:fs'
import fs from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, relative } from 'node:path'
import { afterAll, describe, expect, onTestFinished, test, vi } from 'vitest'
import { watchDisk } from './disk-faults.fixture.ts'
import { partsOf } from './folder-keys.ts'
import { openFolderStore } from './folder-store.ts'
import { createObjectWriter } from './object-writer.ts'
import { describeStore, sha256 } from './store.fixture.ts'
import { assetKey, readVerified } from './store.ts'

const base = await fs.mkdtemp(join(tmpdir(), 'folder-store-'))
afterAll(() => fs.rm(base, { recursive: true, force: true }))
const newRoot = () => fs.mkdtemp(join(base, 'root-'))
const picture = Buffer.alloc(60_000, 'picture')
const key = assetKey(1, sha256(picture))

/** `threads: 0` keeps the steps on this thread, where they can be watched and made to fail. */
async function openStore(root?: string, threads?: number) {
  const used = root ?? (await newRoot())
  const store = await openFolderStore({ root: used, ...(threads !== undefined && { threads }) })
  onTestFinished(() => store.close())
  return {
    root: used,
    store,
    damage: (at: typeof key, bytes: Buffer) => fs.writeFile(join(used, ...partsOf(at)), bytes),
    makeOld: (at: string, ageMs: number) =>
      fs.utimes(join(used, ...partsOf(at)), new Date(), new Date(Date.now() - ageMs)),
  }
}

describeStore(openStore)

test('P-10 the order is: file, fsync, rename, fsync of every folder that gained a name', async () => {
  const { root, store } = await openStore(undefined, 0)
  const disk = watchDisk(root)
  await store.put(key, picture).finally(disk.stop)
  const steps = disk.steps
    .map((step) => step.replace(/tmp\/[0-9a-f-]+/g, 'tmp/new'))
    .filter((step) => !/^(open|stat)/.test(step))
  const path = relative(root, store.localPath(key))
  const folder = dirname(path)
  expect(steps.slice(0, 4)).toEqual(['write tmp/new', 'fsync tmp/new', `mkdir ${folder}`, `rename tmp/new ${path}`])
  const parents = [folder, '1/sha256', '1', '']
  expect(steps.slice(4).sort()).toEqual(parents.map((path) => `fsync ${path}`).sort())
})

test('F21 a folder that is a link leads nowhere, also to the right bytes', async () => {
  const { root, store } = await openStore()
  await store.put(key, picture)
  expect((await readVerified(store, key, sha256(picture))).ok).toBe(true)
  const folder = dirname(store.localPath(key))
  await fs.rename(folder, join(root, 'elsewhere'))
  await fs.symlink(join(root, 'elsewhere'), folder)
  expect((await readVerified(store, key, sha256(picture))).ok).toBe(false)
})

test('P-10 an object that was there already is made durable too', async () => {
  const { root, store } = await openStore()
  await store.put(key, picture)
  const again = await openStore(root, 0)
  const disk = watchDisk(root)
  expect(await again.store.put(key, picture).finally(disk.stop)).toEqual({ created: false })
  const folder = relative(root, dirname(store.localPath(key)))
  for (const path of [folder, '1/sha256', '1', '']) expect(disk.steps).toContain(`fsync ${path}`)
})

test('P-10 what is written together shares the fsync of its folder, and no folder comes before a file', async () => {
  const root = await newRoot()
  await fs.mkdir(join(root, 'tmp'))
  const write = createObjectWriter(root, join(root, 'tmp'))
  const objects = Array.from({ length: 40 }, (_, i) => ({ target: join(root, `${i % 4}`, `${i}`), bytes: picture }))
  const disk = watchDisk(root)
  try {
    expect(write(objects)).toEqual(objects.map(() => ({ created: true })))
  } finally {
    disk.stop()
  }
  const kinds = disk.steps.map((step) => step.replace(/ .*(tmp).*| .*/, ' $1').trim())
  const count = (kind: string) => kinds.filter((one) => one === kind).length
  expect(count('fsync tmp')).toBe(40)
  expect(count('rename tmp')).toBe(40)
  // Each of the four folders, and for each of them, being new, the one that it is in.
  expect(count('fsync')).toBe(8)
  expect(kinds.lastIndexOf('fsync tmp')).toBeLessThan(kinds.indexOf('rename tmp'))
})

test('C-05 an object that cannot be written takes no other with it', async () => {
  const root = await newRoot()
  await fs.mkdir(join(root, 'tmp'))
  const write = createObjectWriter(root, join(root, 'tmp'))
  const objects = ['a', 'b', 'c'].map((name) => ({ target: join(root, '0', name), bytes: picture }))
  // A folder with something in it is where the second is to lie.
  await fs.mkdir(join(root, '0', 'b', 'full'), { recursive: true })
  const written = write(objects)
  expect(written[0]).toEqual({ created: true })
  expect(written[1]).toMatchObject({ error: { code: 'EISDIR' } })
  expect(written[2]).toEqual({ created: true })
  expect(await fs.readdir(join(root, 'tmp'))).toEqual([])
})

test('pictures in the folders of earlier versions are moved at the start, also after a crash in the middle', async () => {
  const root = await newRoot()
  const other = Buffer.from('another picture')
  const otherKey = assetKey(1, sha256(other))
  await fs.mkdir(dirname(join(root, key)), { recursive: true })
  await fs.writeFile(join(root, key), picture)
  await fs.mkdir(dirname(join(root, otherKey)), { recursive: true })
  await fs.writeFile(join(root, otherKey), other)
  const rmdir = vi.spyOn(syncFs, 'rmdirSync').mockImplementationOnce(() => {
    throw Object.assign(new Error('EIO'), { code: 'EIO' })
  })
  await expect(openFolderStore({ root, threads: 0 })).rejects.toMatchObject({ code: 'storage_unavailable' })
  rmdir.mockRestore()
  const { store } = await openStore(root)
  expect(await store.read(key)).toEqual(picture)
  expect(await store.read(otherKey)).toEqual(other)
  const folders = [...new Set([key, otherKey].map((one) => one.split('/').at(-1)?.slice(0, 1)))]
  expect((await fs.readdir(join(root, '1/sha256'))).sort()).toEqual(folders.sort())
})

describe.each(['EIO', 'ENOSPC', 'EDQUOT'])('C-05 every step fails once with %s', (code) => {
  test.each(['a new object', 'an object that is there'])('%s', async (what) => {
    for (let failAt = 0; ; failAt++) {
      const root = await newRoot()
      if (what !== 'a new object') await (await openStore(root)).store.put(key, picture)
      const { store } = await openStore(root, 0)
      const disk = watchDisk(root, failAt, code)
      const result = await store
        .put(key, picture)
        .then(
          () => undefined,
          (error: unknown) => error,
        )
        .finally(disk.stop)
      if (!disk.hasFailed()) {
        expect(result).toBe(undefined)
        expect(failAt).toBeGreaterThan(5)
        return
      }
      // A file that cannot be read is a damaged one: it is replaced, and that is a success.
      if (code === 'EIO' && /^open 1.*[0-9a-f]{64}$/.test(disk.steps[failAt] ?? '')) {
        expect(result).toBe(undefined)
        expect(await store.read(key)).toEqual(picture)
        continue
      }
      // Never a success after a failed step, and nothing left that is half done.
      expect(result).toMatchObject({
        name: 'StorageError',
        code: code === 'EIO' ? 'storage_unavailable' : 'storage_full',
      })
      expect(await fs.readdir(join(root, 'tmp'))).toEqual([])
      const seen = await store.read(key)
      expect(seen === null || seen.equals(picture)).toBe(true)
      // Once the disk is well again, so is the store: no restart.
      await store.put(key, picture)
      expect(await store.read(key)).toEqual(picture)
    }
  })
})

test('C-06 an object that cannot be read is corrupt, and a store that is gone is not', async () => {
  const { root, store } = await openStore()
  await store.put(key, picture)
  await fs.rm(store.localPath(key))
  await fs.mkdir(store.localPath(key))
  await expect(store.read(key)).rejects.toMatchObject({ code: 'object_unreadable' })
  expect(await readVerified(store, key, sha256(picture))).toMatchObject({ ok: false, code: 'corrupt' })
  // The disk was unmounted: its pictures are not lost.
  await fs.rename(root, `${root}-away`)
  await expect(store.read(key)).rejects.toMatchObject({ code: 'storage_unavailable' })
  await expect(readVerified(store, key, sha256(picture))).rejects.toMatchObject({ code: 'storage_unavailable' })
  await expect(store.put(key, picture)).rejects.toMatchObject({ code: 'storage_unavailable' })
  await expect(store.check()).rejects.toMatchObject({ code: 'storage_unavailable' })
})

test('C-07 a full disk is told apart, for the check as well', async () => {
  const { root, store } = await openStore()
  const disk = watchDisk(root, 1, 'ENOSPC')
  await expect(store.check().finally(disk.stop)).rejects.toMatchObject({ code: 'storage_full' })
  await expect(store.check()).resolves.toBe(undefined)
  expect(await fs.readdir(join(root, 'tmp'))).toEqual([])
  // Room for the probe, and for no picture.
  const space = vi.spyOn(fs, 'statfs').mockResolvedValue({ ...(await fs.statfs(root)), bavail: 2, bsize: 4096 })
  await expect(store.check().finally(() => space.mockRestore())).rejects.toMatchObject({ code: 'storage_full' })
})

test('K-05 nobody else may read the pictures', async () => {
  const root = join(await newRoot(), 'made', 'here')
  const { store } = await openStore(root)
  await store.put(key, picture)
  const mode = async (path: string) => ((await fs.stat(path)).mode & 0o777).toString(8)
  expect(await mode(store.localPath(key))).toBe('600')
  for (const path of [dirname(root), root, join(root, 'tmp'), join(root, '1'), dirname(store.localPath(key))]) {
    expect(await mode(path)).toBe('700')
  }
})

test('old temporary files are swept at the start, young ones may be in use', async () => {
  const { root } = await openStore()
  await fs.writeFile(join(root, 'tmp', 'old'), 'x')
  await fs.utimes(join(root, 'tmp', 'old'), 0, 0)
  await fs.writeFile(join(root, 'tmp', 'young'), 'x')
  await openStore(root)
  expect(await fs.readdir(join(root, 'tmp'))).toEqual(['young'])
})

test('a server that runs for long sweeps what others left, after an hour', async () => {
  const { root, store, makeOld } = await openStore()
  for (const name of ['old', 'young']) await fs.writeFile(join(root, 'tmp', name), 'x')
  await makeOld('tmp/old', 3_700_000)
  await makeOld('tmp/young', 3_500_000)
  await store.sweepTemporary()
  expect(await fs.readdir(join(root, 'tmp'))).toEqual(['young'])
})

test('two servers may share one folder', async () => {
  const one = await openStore()
  const two = await openStore(one.root)
  const pictures = Array.from({ length: 30 }, (_, i) => Buffer.from(`picture ${i}`))
  await Promise.all(
    pictures.flatMap((bytes) => [one, two].map(({ store }) => store.put(assetKey(1, sha256(bytes)), bytes))),
  )
  for (const bytes of pictures) expect(await two.store.read(assetKey(1, sha256(bytes)))).toEqual(bytes)
  expect(await fs.readdir(join(one.root, 'tmp'))).toEqual([])
})

test('a folder that somebody removed is made again', async () => {
  const { root, store } = await openStore()
  await store.put(key, picture)
  await fs.rm(join(root, '1'), { recursive: true })
  await store.put(key, picture).catch(() => store.put(key, picture))
  expect(await store.read(key)).toEqual(picture)
})

test('C-03 after kill -9 everything that was acknowledged is there and whole', async () => {
  const root = await newRoot()
  for (const lifeMs of [50, 150, 250]) {
    const writer = spawn(process.execPath, [join(import.meta.dirname, 'folder-store.writer.fixture.ts'), root], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let acknowledged = ''
    let dying = false
    writer.stdout.on('data', (data: Buffer) => {
      acknowledged += data
      if (acknowledged.split('\n').length < 10 || dying) return
      dying = true
      setTimeout(() => writer.kill('SIGKILL'), lifeMs)
    })
    await once(writer, 'close')
    const { store } = await openStore(root)
    const hashes = acknowledged.split('\n').slice(0, -1)
    expect(hashes.length).toBeGreaterThan(8)
    for (const hash of hashes) expect(await readVerified(store, assetKey(1, hash), hash)).toMatchObject({ ok: true })
  }
  // What else lies there, acknowledged or not, is whole too.
  const { store } = await openStore(root)
  for (const file of await fs.readdir(join(root, '1'), { recursive: true, withFileTypes: true })) {
    if (file.isFile()) expect(await readVerified(store, assetKey(1, file.name), file.name)).toMatchObject({ ok: true })
  }
})
