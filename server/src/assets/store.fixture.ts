import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type AssetKey, type AssetStore, assetKey, readVerified, renditionKey } from './store.ts'

export const sha256 = (bytes: Buffer) => createHash('sha256').update(bytes).digest('hex')

type Opened = {
  store: AssetStore
  /** Changes what lies under a key behind the store's back. */
  damage(key: AssetKey, bytes: Buffer): Promise<void>
  /** Makes what lies there look this old. */
  makeOld(path: string, ageMs: number): Promise<void>
}

/** What every store promises. */
export function describeStore(open: () => Promise<Opened>) {
  const picture = Buffer.from('the bytes of a picture')
  const key = assetKey(7, sha256(picture))

  describe('every store', () => {
    test('gives back what was put, once', async () => {
      const { store } = await open()
      expect(await store.exists(key)).toBe(false)
      expect(await store.read(key)).toBe(null)
      expect(await store.open(key)).toBe(null)
      expect(await store.put(key, picture)).toEqual({ created: true })
      expect(await store.put(key, picture)).toEqual({ created: false })
      expect(await store.exists(key)).toBe(true)
      expect(await store.read(key)).toEqual(picture)
      const opened = await store.open(key)
      expect(opened?.sizeBytes).toBe(picture.length)
      expect(await buffer(opened!.stream)).toEqual(picture)
    })

    test('keeps an original, its rendition and another workspace apart', async () => {
      const { store } = await open()
      await store.put(key, picture)
      expect(await store.exists(renditionKey(7, sha256(picture)))).toBe(false)
      expect(await store.exists(assetKey(8, sha256(picture)))).toBe(false)
    })

    test('deletes, and does not mind deleting again', async () => {
      const { store } = await open()
      await store.put(key, picture)
      await store.delete(key)
      await store.delete(key)
      expect(await store.read(key)).toBe(null)
      expect(await store.put(key, picture)).toEqual({ created: true })
    })

    test('lists what it has, page by page, each key once and in order', async () => {
      const { store, damage } = await open()
      expect(await store.list('', 10)).toEqual({ keys: [], next: null })
      const pictures = Array.from({ length: 23 }, (_, n) => Buffer.from(`picture ${n}`))
      const keys = pictures.flatMap((bytes, n) => [
        assetKey((n % 3) * 5 + 1, sha256(bytes)),
        renditionKey(10, sha256(bytes)),
        renditionKey(10, sha256(bytes), 160),
      ])
      for (const one of keys) await store.put(one, picture)
      await damage('1/sha256/aa/bb/no key & of ours' as AssetKey, picture).catch(() => {})
      for (const limit of [1, 7, 69, 1000]) {
        const seen: AssetKey[] = []
        for (let after: string | null = ''; after !== null; ) {
          const found: Awaited<ReturnType<AssetStore['list']>> = await store.list(after, limit)
          expect(found.keys.length).toBeLessThanOrEqual(limit)
          seen.push(...found.keys)
          after = found.next
        }
        expect(seen).toEqual(keys.toSorted())
      }
    })

    test('says how old an object is; one that is put again after it went is young', async () => {
      const { store, makeOld } = await open()
      expect(await store.ageMs(key)).toBe(null)
      await store.put(key, picture)
      expect(Math.abs((await store.ageMs(key)) as number)).toBeLessThan(5000)
      await makeOld(key, 3_600_000)
      expect(await store.ageMs(key)).toBeGreaterThan(3_590_000)
      await store.delete(key)
      await store.put(key, picture)
      expect(await store.ageMs(key)).toBeLessThan(5000)
    })

    test('belongs to the first installation that claims it', async () => {
      const { store } = await open()
      const claims = await Promise.all(['a', 'b', 'c'].map((one) => store.claim(one)))
      expect(new Set(claims).size).toBe(1)
      expect(await store.claim('d')).toBe(claims[0])
      expect(await store.list('', 10)).toEqual({ keys: [], next: null })
    })

    test('P-11 many puts of one key at once all succeed, and one makes it', async () => {
      const { store } = await open()
      const done = await Promise.all(Array.from({ length: 20 }, () => store.put(key, picture)))
      expect(done.filter(({ created }) => created)).toHaveLength(1)
      expect(await store.read(key)).toEqual(picture)
    })

    test('says that it can be written', async () => {
      const { store } = await open()
      await expect(store.check()).resolves.toBe(undefined)
    })

    test('C-06 D-02 a damaged or missing original is noticed', async () => {
      const { store, damage } = await open()
      const hash = sha256(picture)
      expect(await readVerified(store, key, hash)).toMatchObject({ ok: false, code: 'missing' })
      await store.put(key, picture)
      expect(await readVerified(store, key, hash)).toEqual({ ok: true, bytes: picture })
      const flipped = Buffer.from(picture)
      flipped[3]! ^= 1
      for (const bytes of [flipped, picture.subarray(1), Buffer.alloc(0)]) {
        await damage(key, bytes)
        expect(await readVerified(store, key, hash)).toMatchObject({ ok: false, code: 'corrupt' })
      }
    })

    test('C-06 sending the picture again mends one that lost bytes', async () => {
      const { store, damage } = await open()
      await store.put(key, picture)
      await damage(key, picture.subarray(1))
      await store.put(key, picture)
      expect(await store.read(key)).toEqual(picture)
    })

    test('F2 what is there is judged by its content: one that was damaged at the same size is replaced', async () => {
      const { store, damage } = await open()
      await store.put(key, picture)
      const flipped = Buffer.from(picture)
      flipped[picture.length - 1]! ^= 1
      await damage(key, flipped)
      expect(await store.put(key, picture)).toEqual({ created: true })
      expect(await store.read(key)).toEqual(picture)
      expect(await store.put(key, picture)).toEqual({ created: false })
    })

    test('P-04 refuses every key that is not ours', async () => {
      const { store } = await open()
      const foreign = fc
        .oneof(
          fc.string(),
          fc.constantFrom('../x', '/etc/passwd', `${key}/..`, `../${key}`, `${key}\n`, key.toUpperCase(), `0${key}`),
          fc.nat(key.length - 1).map((at) => `${key.slice(0, at)}/${key.slice(at + 1)}`),
        )
        .filter((text) => text !== key)
      await fc.assert(
        fc.asyncProperty(foreign, async (text) => {
          const used = text as AssetKey
          for (const call of [() => store.put(used, picture), () => store.read(used), () => store.open(used)]) {
            await expect(call()).rejects.toThrow(TypeError)
          }
          await expect(store.delete(used)).rejects.toThrow(TypeError)
          await expect(store.exists(used)).rejects.toThrow(TypeError)
        }),
      )
    })
  })
}
