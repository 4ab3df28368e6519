import { createServer } from 'node:net'
import type { Endpoint } from '@whisker/api/endpoint.ts'
import { endpoints, type OperationId } from '@whisker/api/endpoints.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { makeAccount } from '../accounts/account.fixture.ts'
import { pngChunk, pngOf } from '../assets/picture.fixture.ts'
import { createLog } from '../log.ts'
import { ask, speak } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer, textProject } from '../testing/server.ts'
import { unknownIds } from './isolation.fixture.ts'
import { samples } from './samples.fixture.ts'

/** Everything secret, personal or somebody's content in this test has this word in it. */
const canary = 'kanarienvogel'
let server: TestServer
const secrets: string[] = [canary]
// A mail server that refuses, and says to whom.
const mailServer = createServer((socket) => {
  socket.write('220 x\r\n')
  socket.on('data', (chunk) => {
    const said = chunk.toString()
    socket.write(/^RCPT/.test(said) ? `550 no such user: ${said.trim()}\r\n` : '250 ok\r\n')
  })
})

beforeAll(async () => {
  await new Promise<void>((resolve) => mailServer.listen(0, '127.0.0.1', resolve))
  const { port } = mailServer.address() as { port: number }
  server = await startTestServer({ LOG_LEVEL: 'debug', SMTP_URL: `smtp://127.0.0.1:${port}` })
})
afterAll(async () => {
  mailServer.close()
  await server.close()
})

describe('K-13 what never reaches the log', () => {
  test('keys, passwords, tokens, addresses of people, answers, names and pictures, through all routes and errors', async () => {
    const owner = await makeAccount(server, 'owner', { email: `${canary}@example.org`, password: `${canary} password` })
    const project = await textProject(server.client, { title: canary, public_description: canary })
    const pictures = await animalProject(server.client)
    const made = await ask(`${server.url}/api-keys`, { key: owner.token, json: { name: canary } })
    const key = made.json.key as string
    const link = await server.client.readLabelLink({ params: { project_id: project.id } })
    secrets.push(owner.token, key, server.key, new URL(link.url).hash.slice(1))

    const png = pngOf({ width: 1, height: 1 }, Buffer.from([1]), [pngChunk('tEXt', Buffer.from(canary))])
    const uri = `data:image/png;base64,${png.toString('base64')}`
    secrets.push(png.toString('base64').slice(30, 60))
    const task = { project_id: project.id, task_spec: [{ sentence: canary }], name: canary, external_id: canary }
    await ask(`${server.url}/tasks`, { key, json: task })
    await ask(`${server.url}/tasks`, { key, json: { ...task, task_spec: [{ sentence: `other ${canary}` }] } })
    await ask(`${server.url}/tasks`, {
      key,
      json: { project_id: pictures.id, task_spec: [{ image_with_animal: uri }] },
    })
    const worker = await server.makeWorker(project.id)
    const { assignments } = await worker.client.takeAssignments({ body: { project_id: project.id } })
    const hold = assignments[0] as { id: string; token: string }
    secrets.push(worker.token, hold.token)
    await worker.client.submitAssignment({
      params: { assignment_id: hold.id },
      body: { token: hold.token, answer: [{ animal: canary }] },
    })

    // Wrong passwords, links by mail that cannot be delivered, invitations, taken addresses.
    await ask(`${server.url}/sessions`, { json: { email: owner.email, password: `wrong ${canary}` } })
    await ask(`${server.url}/password-resets`, { json: { email: owner.email } })
    const invitation = { role: 'viewer', email: `second-${canary}@example.org` }
    await ask(`${server.url}/invitations`, { key: owner.token, json: invitation })
    await makeAccount(server, 'viewer', { email: owner.email }).catch(() => {})
    for (const [operation, sample] of Object.entries(samples)) {
      const endpoint: Endpoint = endpoints[operation as OperationId]
      const { path = {}, body } = sample.request(unknownIds())
      const address = endpoint.path.replace(/\{(\w+)\}/g, (_, name) => path[name] ?? '')
      if (operation === 'signOut' || operation === 'signOutEverywhere') continue
      for (const credential of [key, owner.token]) {
        const question = {
          method: endpoint.method,
          key: credential,
          headers: { 'user-agent': canary, referer: canary },
        }
        await ask(`${server.url}${address}`, { ...question, ...(body !== undefined && { json: body }) }).catch(() => {})
        await ask(`${server.url}${address}`, {
          ...question,
          ...(body !== undefined && { json: { [canary]: canary } }),
        }).catch(() => {})
      }
    }
    const head = `POST /tasks HTTP/1.1\r\nhost: x\r\nauthorization: ${key}\r\nx-${canary}: ${canary}\r\n`
    await speak(server.url, [`${head}content-type: application/json\r\ncontent-length: 30\r\n\r\n{"${canary}": `], {
      quietMs: 200,
    })
    await speak(server.url, [`${head}content-length: x\r\n\r\n`], { quietMs: 200 })

    // A surprise: the database refuses in the middle, with the row in its words.
    await server.sql.unsafe(
      `alter table tasks add constraint surprise check (name is distinct from '${canary} surprise') not valid`,
    )
    const broken = await ask(`${server.url}/tasks`, {
      key,
      json: { ...task, external_id: 'x', name: `${canary} surprise` },
    })
    expect(broken.status).toBe(500)
    expect(broken.text).not.toContain(canary)
    await expect.poll(() => server.logLines.some((line) => line.includes('a mail could not be sent'))).toBe(true)

    const lines = server.logLines.join('')
    expect(lines).toContain('a request failed')
    for (const secret of secrets)
      expect(
        lines.split('\n').filter((line) => line.includes(secret)),
        secret,
      ).toEqual([])
  })

  test('the same for what a line of code might log by mistake', () => {
    const lines: string[] = []
    const log = createLog('info', { write: (line) => lines.push(line) })
    log.info({ password: canary, token: canary, email: canary, key: canary }, 'top')
    log.info({ req: { headers: { cookie: canary, authorization: canary } }, body: { password: canary } }, 'inside')
    const error = Object.assign(new Error('x'), { detail: canary, parameters: [canary], query: canary, args: [canary] })
    log.error({ err: error }, 'an error')
    log.error({ err: new Error('x', { cause: error }) }, 'an error in an error')
    expect(lines).toHaveLength(4)
    expect(lines.join('')).not.toContain(canary)
  })

  test('events and webhooks carry neither e-mail nor picture', async () => {
    const rows = await server.sql<{ row: string }[]>`select e::text as row from events e`
    for (const { row } of rows) expect(row).not.toMatch(/@example\.org|data:image|whk_|whs_|whl_/)
  })
})
