import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../testing/ask.ts'
import { startTestServer, type TestServer } from '../testing/server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.close())

const good = {
  title: 'Animals',
  input_spec: [{ name: 'sentence', type: 'text' }],
  output_spec: [{ name: 'animal', type: 'input' }],
}
const create = (more: object) => ask(`${server.url}/projects`, { key: server.key, json: { ...good, ...more } })
const out = (field: object) => ({ output_spec: [{ name: 'animal', ...field }] })
const options = (...values: string[]) => values.map((value) => ({ value }))

describe('what a project may be', () => {
  test.each<[string, object]>([
    ['the least', {}],
    [
      'every field type',
      {
        output_spec: [
          {
            name: 'a',
            type: 'input',
            min_length: 2,
            max_length: 5,
            pattern: '[a-z]+',
            label: 'A',
            help: 'h',
            required: false,
          },
          { name: 'b', type: 'textarea', max_length: 10_000 },
          { name: 'c', type: 'number', min: -1.5, max: 1e9, step: 0.5 },
          { name: 'd', type: 'select', options: options('cat', 'dog') },
          { name: 'e', type: 'radio', options: [{ value: 'cat', label: 'Katze' }] },
          { name: 'f', type: 'checkbox', options: options('cat', 'dog'), min_count: 0, max_count: 2 },
          { name: 'g', type: 'rating', max: 10 },
        ],
      },
    ],
    ['500 options', out({ type: 'select', options: options(...Array.from({ length: 500 }, (_, n) => `option ${n}`)) })],
    ['options that differ by more than their looks', out({ type: 'select', options: options('cat', 'cat.', 'cät') })],
    ['names of 63 letters', out({ name: `a${'b'.repeat(62)}`, type: 'input' })],
    ['markup, which is text', { title: '<script>alert(1)</script>', public_description: '{{7*7}}' }],
    ['the longest instructions', { public_description: 'x'.repeat(20_000) }],
  ])('taken: %s', async (_, more) => {
    const { status, json } = await create(more)
    expect(status).toBe(201)
    expect(json).toMatchObject({ ...more, version: 1, status: 'active' })
    expect((await ask(`${server.url}/projects/${json.id}`, { key: server.key })).json).toEqual(json)
  })

  const field = '/output_spec/0'
  test.each<[string, object, string, string]>([
    ['no title', { title: undefined }, '/title', 'required'],
    ['a title of blanks', { title: '  ' }, '/title', 'invalid'],
    ['a title of 201 characters', { title: 'x'.repeat(201) }, '/title', 'invalid'],
    ['a title with NUL', { title: 'a\0' }, '/title', 'invalid'],
    ['a title with a lone surrogate', { title: '\ud800' }, '/title', 'invalid'],
    ['instructions that are too long', { public_description: 'x'.repeat(20_001) }, '/public_description', 'invalid'],
    ['no input fields', { input_spec: [] }, '/input_spec', 'too_small'],
    [
      '21 input fields',
      { input_spec: Array.from({ length: 21 }, (_, n) => ({ name: `f${n}`, type: 'text' })) },
      '/input_spec',
      'too_big',
    ],
    [
      'a type of input that does not exist',
      { input_spec: [{ name: 'a', type: 'video' }] },
      '/input_spec/0/type',
      'unknown_value',
    ],
    ['no output fields', { output_spec: [] }, '/output_spec', 'too_small'],
    ['a type of output that does not exist', out({ type: 'hologram' }), `${field}/type`, 'unknown_value'],
    ['a field without a type', out({}), `${field}/type`, 'unknown_value'],
    ['a name with a blank', out({ name: 'a b', type: 'input' }), `${field}/name`, 'invalid'],
    ['a name that begins with a digit', out({ name: '1a', type: 'input' }), `${field}/name`, 'invalid'],
    [
      'a name that means something to JavaScript',
      out({ name: '__proto__', type: 'input' }),
      `${field}/name`,
      'invalid',
    ],
    ['a name of 64 letters', out({ name: 'a'.repeat(64), type: 'input' }), `${field}/name`, 'invalid'],
    [
      'two fields of one name',
      { output_spec: [good.output_spec[0], good.output_spec[0]] },
      '/output_spec/1/name',
      'invalid',
    ],
    ['a setting of another type', out({ type: 'input', options: options('a') }), `${field}/options`, 'unknown_field'],
    ['a length below zero', out({ type: 'input', min_length: -1 }), `${field}/min_length`, 'too_small'],
    ['half a length', out({ type: 'input', min_length: 1.5 }), `${field}/min_length`, 'wrong_type'],
    ['a length that is a text', out({ type: 'input', min_length: '1' }), `${field}/min_length`, 'wrong_type'],
    [
      'max_length below min_length',
      out({ type: 'textarea', min_length: 5, max_length: 4 }),
      `${field}/max_length`,
      'invalid',
    ],
    ['max below min', out({ type: 'number', min: 5, max: 4 }), `${field}/max`, 'invalid'],
    ['steps of nothing', out({ type: 'number', step: 0 }), `${field}/step`, 'too_small'],
    ['no options', out({ type: 'select', options: [] }), `${field}/options`, 'too_small'],
    [
      'X-04 501 options',
      out({ type: 'radio', options: options(...Array.from({ length: 501 }, (_, n) => `${n}`)) }),
      `${field}/options`,
      'too_big',
    ],
    [
      'X-04 an option of 10,000 characters',
      out({ type: 'select', options: options('x'.repeat(10_000)) }),
      `${field}/options/0/value`,
      'invalid',
    ],
    ['an empty option', out({ type: 'select', options: options(' ') }), `${field}/options/0/value`, 'invalid'],
    [
      'X-04 an option twice',
      out({ type: 'select', options: options('cat', 'cat') }),
      `${field}/options/1/value`,
      'invalid',
    ],
    [
      'X-04 an option in other case',
      out({ type: 'select', options: options('cat', 'CAT') }),
      `${field}/options/1/value`,
      'invalid',
    ],
    [
      'X-04 an option in other composition',
      out({ type: 'checkbox', options: options('é', 'e\u0301') }),
      `${field}/options/1/value`,
      'invalid',
    ],
    [
      'X-04 an option in full width',
      out({ type: 'radio', options: options('cat', 'ｃａｔ') }),
      `${field}/options/1/value`,
      'invalid',
    ],
    [
      'F16 an option with a space behind it',
      out({ type: 'select', options: options('cat', 'cat ') }),
      `${field}/options/1/value`,
      'invalid',
    ],
    [
      'F16 an option with a character that nobody sees',
      out({ type: 'radio', options: options('cat', 'c\u200bat') }),
      `${field}/options/1/value`,
      'invalid',
    ],
    [
      'F16 an option that only folding finds',
      out({ type: 'checkbox', options: options('straße', 'STRASSE') }),
      `${field}/options/1/value`,
      'invalid',
    ],
    [
      'F16 an option of nothing',
      out({ type: 'select', options: options('\u200b') }),
      `${field}/options/0/value`,
      'invalid',
    ],
    [
      'F16 an option that is shown as another one',
      out({
        type: 'radio',
        options: [
          { value: 'a', label: 'Cat' },
          { value: 'b', label: 'cat' },
        ],
      }),
      `${field}/options/1/label`,
      'invalid',
    ],
    ['an option that is a text', out({ type: 'select', options: ['cat'] }), `${field}/options/0`, 'wrong_type'],
    [
      'more choices than options',
      out({ type: 'checkbox', options: options('a'), min_count: 2 }),
      `${field}/min_count`,
      'invalid',
    ],
    [
      'max_count below min_count',
      out({ type: 'checkbox', options: options('a', 'b'), min_count: 2, max_count: 1 }),
      `${field}/max_count`,
      'invalid',
    ],
    ['one star', out({ type: 'rating', max: 1 }), `${field}/max`, 'too_small'],
    ['eleven stars', out({ type: 'rating', max: 11 }), `${field}/max`, 'too_big'],
    ['no answers', { min_answers: 0 }, '/min_answers', 'too_small'],
    ['101 answers', { min_answers: 101 }, '/min_answers', 'too_big'],
    ['a most below the least', { min_answers: 3, max_answers: 2 }, '/max_answers', 'invalid'],
    ['as sure as a coin', { confidence: 0.5 }, '/confidence', 'too_small'],
    ['surer than can be', { confidence: 1 }, '/confidence', 'too_big'],
    ['nine seconds', { assignment_seconds: 9 }, '/assignment_seconds', 'too_small'],
    ['an access that does not exist', { access: 'public' }, '/access', 'unknown_value'],
    ['a truth that is a text', { strict_types: 'true' }, '/strict_types', 'wrong_type'],
    ['a typo', { min_anwsers: 3 }, '/min_anwsers', 'unknown_field'],
    ['what is not for requesters', { workspace_id: 2 }, '/workspace_id', 'unknown_field'],
    ['an id', { id: 1 }, '/id', 'unknown_field'],
  ])('refused: %s', async (_, more, pointer, code) => {
    const { problem, text } = await create(more)
    expect(problem, text).toMatchObject({ status: 422, code: 'invalid', errors: [{ pointer, code }] })
    expect(problem.errors?.[0]?.detail).toMatch(/^.{5,300}[.!?]$/)
    // The same words when the project is changed.
    const { json } = await create({})
    if (pointer === '/title' && code === 'required') return
    const edit = await ask(`${server.url}/projects/${json.id}`, { method: 'PATCH', key: server.key, json: more })
    expect(edit.problem.errors).toMatchObject([{ pointer, code }])
  })

  test.each([
    ['en', 'en'],
    ['PT-br', 'pt-BR'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['de-CH-1996', 'de-CH-1996'],
    ['iw', 'he'],
  ])('BCP 47: %s is %s', async (language, canonical) => {
    expect((await create({ language })).json.language).toBe(canonical)
  })

  test.each(['', 'english', 'e', 'en_US', 'en-', '-', '123', 'en US', 'x'.repeat(50), '../en', '\0'])(
    'BCP 47: %j is no language',
    async (language) => {
      expect((await create({ language })).problem.errors?.[0]).toMatchObject({ pointer: '/language' })
    },
  )

  test.each([
    ['http://127.0.0.1/', 'blocked_address'],
    ['http://localhost:5432/', 'blocked_address'],
    ['http://169.254.169.254/', 'blocked_address'],
    ['https://example.org:22/', 'blocked_port'],
    ['https://user:secret@example.org/', 'invalid_url'],
    ['ftp://example.org/', 'invalid'],
    ['javascript:alert(1)', 'invalid'],
    ['example.org', 'invalid'],
    ['', 'invalid'],
    [`https://example.org/${'x'.repeat(2000)}`, 'too_big'],
  ])('a callback_url that may not be called: %s', async (callback_url, code) => {
    expect((await create({ callback_url })).problem.errors).toMatchObject([{ pointer: '/callback_url', code }])
    const { json } = await create({})
    const path = `${server.url}/projects/${json.id}`
    const edit = await ask(path, { method: 'PATCH', key: server.key, json: { callback_url } })
    expect(edit.problem.errors).toMatchObject([{ pointer: '/callback_url', code }])
    expect(await server.sql`select from webhooks where project_id = ${json.id as number}`).toEqual([])
  })

  test('S-08 our own address may not be called either', async () => {
    expect((await create({ callback_url: server.url })).problem.errors).toMatchObject([{ code: 'blocked_address' }])
  })
})

describe('X-15 patterns', () => {
  const pattern = (text: string) => create(out({ type: 'input', pattern: text }))

  test.each(['[a-z]+', '\\p{L}{1,30}', '(?i)cat|dog', '^\\d{4}-\\d{2}-\\d{2}$', '', '(a+)+', '🐈+'])(
    'taken: %s',
    async (text) => {
      expect((await pattern(text)).status).toBe(201)
    },
  )

  test.each([
    ['a group that is not closed', '('],
    ['looking ahead', 'a(?=b)'],
    ['looking behind', '(?<!a)b'],
    ['a back-reference', '(a)\\1'],
    ['repetitions of repetitions', '(a{1,1000}){1,1000}'],
    ['too many repetitions', 'a{1,100000}'],
    ['a class that is not closed', '[a-'],
    ['a property that does not exist', '\\p{Klingon}'],
  ])('refused with a reason: %s', async (_, text) => {
    const start = performance.now()
    const { problem } = await pattern(text)
    expect(problem.errors).toMatchObject([
      { pointer: '/output_spec/0/pattern', code: expect.stringMatching(/^(invalid_pattern|pattern_too_large)$/) },
    ])
    expect(performance.now() - start).toBeLessThan(8000)
  })

  test('a pattern of 10,000 characters', async () => {
    expect((await pattern('a'.repeat(10_000))).problem.errors).toMatchObject([{ pointer: '/output_spec/0/pattern' }])
  })
})
