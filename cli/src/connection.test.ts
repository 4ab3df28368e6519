import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, test } from 'vitest'
import { normalizeUrl } from './connection.ts'
import { runWhisker, scratchFolder } from './whisker.fixture.ts'

const scratch = scratchFolder()
const servers: Server[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
})

async function listen(answer: RequestListener): Promise<string> {
  const server = createServer(answer)
  servers.push(server)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}
const projects = (url: string) =>
  runWhisker(['projects', 'list'], { home: scratch.path(), env: { WHISKER_URL: url, WHISKER_KEY: 'whk_x' } })

describe('E3 the address of a service', () => {
  test.each([
    ['https://labels.example.org/app/projects/1?tab=x#y', 'https://labels.example.org'],
    ['http://127.0.0.1:4000/app', 'http://127.0.0.1:4000'],
    ['https://host.example.org/whisker/app/', 'https://host.example.org/whisker'],
    ['https://host.example.org/docs', 'https://host.example.org'],
    ['https://host.example.org/whisker/', 'https://host.example.org/whisker'],
    ['https://host.example.org/apple', 'https://host.example.org/apple'],
  ])('%s is that of %s', (given, url) => {
    expect(normalizeUrl(given)).toBe(url)
  })

  test('one that sends us elsewhere is told, with the address to use', async () => {
    const to = 'https://new.example.org/whisker'
    const url = await listen((request, response) => response.writeHead(301, { location: to + request.url }).end())
    expect(await projects(url)).toMatchObject({
      code: 3,
      stderr: expect.stringMatching(/This address moved to https:\/\/new\.example\.org\/whisker .*--url https/),
    })
  })

  test('one that sends us to a sign-in page is told', async () => {
    const url = await listen((_, response) => response.writeHead(302, { location: '/login?next=x' }).end())
    expect(await projects(url)).toMatchObject({ code: 3, stderr: expect.stringContaining('sign-in page or a proxy') })
  })

  test.each([
    ['a page', 200, '<!doctype html><p>Hello'],
    ['nothing', 200, ''],
    ['a page for an error', 404, '<p>Not here'],
  ])('one that answers with %s is no service: no stack trace', async (_, status, body) => {
    const url = await listen((_request, response) => response.writeHead(status).end(body))
    const ended = await projects(url)
    expect(ended).toMatchObject({ code: 3, stderr: expect.stringContaining('Nothing usable answers') })
    expect(ended.stderr).not.toMatch(/ at .*\.ts:\d+/)
  })
})
