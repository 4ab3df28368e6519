import fc from 'fast-check'
import { expect, test } from 'vitest'
import { assetKey, isAssetKey, renditionKey } from './store.ts'

const hash = fc.stringMatching(/^[0-9a-f]{64}$/)

test('P-04 a key is the workspace, the kind and the hash, and nothing else', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 2 ** 31 }), hash, (workspaceId, sha256) => {
      const [aa, bb] = [sha256.slice(0, 2), sha256.slice(2, 4)]
      expect(assetKey(workspaceId, sha256)).toBe(`${workspaceId}/sha256/${aa}/${bb}/${sha256}`)
      expect(isAssetKey(assetKey(workspaceId, sha256))).toBe(true)
      expect(isAssetKey(renditionKey(workspaceId, sha256))).toBe(true)
      expect(isAssetKey(renditionKey(workspaceId, sha256, 160))).toBe(true)
    }),
  )
})

test('P-04 no key is made of anything else', () => {
  const good = 'a'.repeat(64)
  for (const width of [161, 0, 160.5, Number.NaN]) expect(() => renditionKey(1, good, width)).toThrow(TypeError)
  for (const workspaceId of [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 1e21]) {
    expect(() => assetKey(workspaceId, good)).toThrow(TypeError)
  }
  for (const text of ['', good.slice(1), `${good}a`, good.toUpperCase(), `../${good.slice(3)}`, `${good.slice(2)}/x`]) {
    expect(() => assetKey(1, text)).toThrow(TypeError)
    expect(() => renditionKey(1, text)).toThrow(TypeError)
    expect(() => renditionKey(1, text, 160)).toThrow(TypeError)
  }
  fc.assert(fc.property(fc.string({ minLength: 64, maxLength: 64 }), (text) => !isAssetKey(`1/sha256/aa/aa/${text}`)))
})
