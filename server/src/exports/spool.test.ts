import { readdir, readlink } from 'node:fs/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { makeResults } from './results.fixture.ts'
import { type Spool, type Spooled, spool } from './spool.ts'
import { zip } from './zip.ts'

let server: TestServer
let projectId: number
beforeAll(async () => {
  server = await startTestServer()
  projectId = (await textProject(server.client)).id
  await makeResults(server.sql, projectId, 3000, 'line\u2028and é ')
})
afterAll(() => server.close())

const open = () => spool(server.running.server, server.running.workspaceId, projectId, false)

test('each row is one line, whatever its text has in it', async () => {
  const spooled = await open()
  const names: (string | null)[] = []
  for await (const line of spooled.lines()) names.push((JSON.parse(line) as Spooled).row.name)
  expect(names).toHaveLength(3000)
  expect(names.every((name) => name?.startsWith('line\u2028and é '))).toBe(true)
  await spooled.close()
})

/** Files of exports that this process holds, though they have no name any more: their bytes are on the disk. */
async function held(): Promise<number> {
  const names = await readdir('/proc/self/fd')
  const targets = await Promise.all(names.map((name) => readlink(`/proc/self/fd/${name}`).catch(() => '')))
  return targets.filter((target) => /export-.*\.tmp/.test(target)).length
}

test.skipIf(process.platform !== 'linux')('a reader who goes in the middle leaves no file', async () => {
  const lines = async (spooled: Spool) => {
    for await (const _ of spooled.lines()) break
  }
  const zipped = async (spooled: Spool) => {
    const entries = async function* () {
      yield { path: 'lines.txt', text: () => spooled.lines() }
    }
    let chunks = 0
    for await (const _ of zip(entries())) if (++chunks === 2) break
  }
  for (const read of [lines, zipped])
    for (let n = 0; n < 5; n++) {
      const spooled = await open()
      await read(spooled)
      await spooled.close()
    }
  expect(await held()).toBe(0)
})
