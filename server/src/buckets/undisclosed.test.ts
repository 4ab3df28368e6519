import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startS3 } from '../assets/s3-server.fixture.ts'
import { ask } from '../testing/ask.ts'
import { animalProject, startTestServer, type TestServer } from '../testing/server.ts'
import { follow, keys, objectsOf, passed, pictureOf, placeOf, type S3 } from './bucket.fixture.ts'

/** At addresses that only the operator opened nobody looks around by way of a bucket; who has its keys follows it as any other. */
let server: TestServer
let s3: S3
const other = createServer((request, response) => {
  response.statusCode = request.url?.startsWith('/closed') ? 403 : 404
  response.end('<Error><Code>AccessDenied</Code></Error>')
})
beforeAll(async () => {
  s3 = await startS3()
  await new Promise<void>((listening) => other.listen(0, '127.0.0.1', listening))
  server = await startTestServer({ EGRESS_ALLOW: '127.0.0.0/8', LOG_LEVEL: 'warn' })
})
afterAll(async () => {
  await server.close()
  await s3.close()
  other.close()
})

test('nobody listens, something else answers, the keys are wrong: one answer for all; the operator finds it in the log', async () => {
  const { id } = await animalProject(server.client)
  const something = `http://127.0.0.1:${(other.address() as AddressInfo).port}`
  const told = new Set<string>()
  for (const wrong of [
    { endpoint: 'http://127.0.0.1:9' },
    { endpoint: something },
    { endpoint: something, bucket: 'closed' },
    { bucket: 'another' },
    { credentials: { ...keys, secret_access_key: 'wrong' } },
  ]) {
    const json = { ...placeOf(s3), ...wrong }
    const { problem } = await ask(`${server.url}/projects/${id}/bucket/checks`, { key: server.key, json })
    told.add(JSON.stringify([problem.status, problem.detail, problem.errors]))
  }
  expect([...told]).toHaveLength(1)
  expect([...told][0]).toContain('only the operator has opened')
  const logged = server.logLines.join('')
  for (const code of ['unavailable', 'no_bucket', 'forbidden', 'wrong_credentials'])
    expect(logged).toContain(`"code":"${code}"`)
  expect(logged).not.toContain(keys.access_key_id)
})

test('with the keys it is followed, and what its objects lack is told', async () => {
  for (const name of ['a.png', 'b.png']) s3.objects.set(name, pictureOf(`undisclosed ${name}`))
  s3.state.trouble = (request, response) => {
    if (!request.url?.endsWith('b.png')) return false
    response.writeHead(403).end('<Error><Code>AccessDenied</Code></Error>')
    return true
  }
  const id = await follow(server, s3)
  expect((await passed(server, id)).last_pass).toMatchObject({ taken: 1, failed: 1 })
  expect(await objectsOf(server, id, 'failed')).toMatchObject([{ key: 'b.png', code: 'forbidden' }])
})
