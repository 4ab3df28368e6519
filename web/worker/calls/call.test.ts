import { endpoints } from '@whisker/api/endpoints.ts'
import { expect, test } from 'vitest'
import { address, readTrouble } from './call.ts'
import { type Operation, routes } from './routes.ts'

test('every route is the one of the endpoint table', () => {
  for (const name of Object.keys(routes) as Operation[]) {
    expect(routes[name]).toEqual([endpoints[name].method, endpoints[name].path])
  }
})

test('fills a path and its query', () => {
  expect(address('/assignments/{assignment_id}/skip', { params: { assignment_id: 'a/b' } })).toBe(
    '/assignments/a%2Fb/skip',
  )
  expect(address('/assignments', { query: { project_id: 64, version: undefined } })).toBe('/assignments?project_id=64')
})

test('reads a problem of the service', async () => {
  const body = { code: 'invalid', detail: 'No.', errors: [{ pointer: '/answer/0/a', code: 'pattern', detail: 'x' }] }
  const response = new Response(JSON.stringify(body), { status: 422, headers: { 'retry-after': '3' } })
  expect(await readTrouble(response)).toEqual({ ...body, status: 422, retryAfterS: 3 })
})

test('F27 a wait that nobody can mean is bounded', async () => {
  for (const seconds of ['86400', '99999999999', '1e300']) {
    const response = new Response('{}', { status: 503, headers: { 'retry-after': seconds } })
    expect((await readTrouble(response)).retryAfterS).toBe(900)
  }
})

test("a proxy's page is not mistaken for a refusal of the answer", async () => {
  const trouble = await readTrouble(new Response('<h1>Bad gateway</h1>', { status: 502, statusText: 'Bad Gateway' }))
  expect(trouble).toEqual({
    code: 'unavailable',
    status: 502,
    detail: '502 Bad Gateway',
    errors: [],
    retryAfterS: null,
  })
})
