import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { follow, passed, pictureOf, startWithStore } from './bucket.fixture.ts'
import { openKeyring } from './keyring.ts'

let dataDir: string
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'whisker-keys-'))
})
afterAll(() => rm(dataDir, { recursive: true, force: true }))

const [old, fresh] = ['o'.repeat(32), 'f'.repeat(40)] as const
const ring = (...sealingKeys: string[]) => openKeyring({ sealingKeys, dataDir })

test('what was sealed is opened by the same key, at the same place, as it is', async () => {
  const keys = await ring(old)
  const sealed = keys.seal('a secret', 'here')
  expect(keys.open(sealed, 'here')).toBe('a secret')
  expect(sealed.sealed.toString('latin1')).not.toContain('secret')
  expect(keys.seal('a secret', 'here').sealed).not.toEqual(sealed.sealed)
  expect(keys.open(sealed, 'there')).toBeNull()
  expect((await ring(fresh)).open(sealed, 'here')).toBeNull()
  for (let at = 0; at < sealed.sealed.length; at++) {
    const damaged = Buffer.from(sealed.sealed)
    damaged[at]! ^= 1
    expect(keys.open({ ...sealed, sealed: damaged }, 'here'), `byte ${at}`).toBeNull()
    expect(keys.open({ ...sealed, sealed: sealed.sealed.subarray(0, at) }, 'here'), `cut at ${at}`).toBeNull()
  }
  // The new key seals, the old one still opens.
  const both = await ring(fresh, old)
  expect(both.open(sealed, 'here')).toBe('a secret')
  expect(both.seal('x', 'here').sealed_with).toBe((await ring(fresh)).names[0])
})

test('without a setting there is a file that nobody else reads, one for all who make it at once', async () => {
  const rings = await Promise.all(Array.from({ length: 8 }, () => ring()))
  expect(new Set(rings.map(({ names }) => names[0])).size).toBe(1)
  expect(await readdir(dataDir)).toEqual(['sealing.key'])
  expect((await stat(join(dataDir, 'sealing.key'))).mode & 0o777).toBe(0o600)
  await writeFile(join(dataDir, 'sealing.key'), 'short')
  await expect(ring()).rejects.toThrow('is damaged')
})

test('the key is changed while buckets are followed; a server with another key leaves them alone and says so', {
  timeout: 60_000,
}, async () => {
  const { server, s3 } = await startWithStore({ SEALING_KEYS: old })
  try {
    s3.objects.set('a.png', pictureOf('a'))
    const id = await follow(server, s3)
    await passed(server, id)
    const sealedWith = async () =>
      (await server.sql<{ sealed_with: string }[]>`select sealed_with from buckets where project_id = ${id}`)[0]
        ?.sealed_with
    expect(await sealedWith()).toBe((await ring(old)).names[0])
    await server.running.close()

    const { createClient } = await import('@whisker/api/client.ts')
    const params = { project_id: id }
    const strange = await server.startAnother({ SEALING_KEYS: 's'.repeat(32) })
    const client = createClient({ url: strange.address, key: server.key })
    const before = s3.state.requests
    expect(await client.passBucket({ params })).toMatchObject({ credentials: 'unreadable' })
    await new Promise((resolve) => setTimeout(resolve, 300))
    expect(s3.state.requests).toBe(before)
    await strange.close()

    const changed = await server.startAnother({ SEALING_KEYS: `${fresh},${old}` })
    const another = createClient({ url: changed.address, key: server.key })
    const { last_pass } = await another.readBucket({ params })
    await passed({ client: another }, id, last_pass?.finished_at)
    const [row] = await changed.server.sql<
      { sealed_with: string }[]
    >`select sealed_with from buckets where project_id = ${id}`
    expect(row?.sealed_with).toBe((await ring(fresh)).names[0])
    expect(s3.state.requests).toBe(before + 1)
  } finally {
    await server.close()
    await s3.close()
  }
})
