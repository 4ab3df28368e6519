import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const options = ['cat', 'dog', 'bird'].map((value) => ({ value }))

test('A8 what so many people whom nobody knows can reach is told beforehand, for every kind of field', async () => {
  const body = {
    output_spec: [
      { name: 'sure', type: 'radio', options: options.slice(0, 2) },
      { name: 'kind', type: 'radio', options },
      { name: 'list', type: 'select', options: Array.from({ length: 60 }, (_, n) => ({ value: `o${n}` })) },
      { name: 'ticks', type: 'checkbox', options, min_count: 2 },
      { name: 'title', type: 'input' },
      { name: 'text', type: 'textarea' },
      { name: 'count', type: 'number' },
      { name: 'stars', type: 'rating' },
    ],
  } as const
  const reach = async (answers: number) =>
    (await server.client.previewConfidence({ body: { ...structuredClone(body), answers } as never })).data
  const [one, three, ten] = [await reach(1), await reach(3), await reach(10)]
  expect(three.map(({ field }) => field)).toEqual(body.output_spec.map(({ name }) => name))
  // 0.7³ against 0.3³.
  expect(three[0]!.confidence).toBeCloseTo(0.343 / (0.343 + 0.027), 6)
  expect(three[0]!.confidence).toBeLessThan(0.95)
  three.forEach(({ confidence, published }, f) => {
    expect(confidence).toBeGreaterThan(one[f]!.confidence)
    expect(ten[f]!.confidence).toBeGreaterThan(confidence)
    expect(published).toBeGreaterThan(one[f]!.published)
    expect(published).toBeLessThan(1)
  })
  await expect(reach(101)).rejects.toThrow()
})
