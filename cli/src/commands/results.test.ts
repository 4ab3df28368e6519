import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { ServiceFixture } from '../service.fixture.ts'
import { runWhisker, scratchFolder, startWhisker } from '../whisker.fixture.ts'
import { chooseFormat } from './results.ts'

const scratch = scratchFolder()
let service: ServiceFixture
beforeEach(async () => {
  service = await new ServiceFixture().start()
  service.results = ['a.jpg', 'b.jpg']
})
afterEach(() => service.stop())

const options = () => ({ home: scratch.path(), env: { WHISKER_URL: service.url, WHISKER_KEY: service.key } })
const results = (...args: string[]) => runWhisker(['results', '1', ...args], options())
const csv = (...names: string[]) => ['name,animal', ...names.map((name) => `${name},cat`), ''].join('\r\n')

test('the format is that of the option, else of the file name, else CSV', () => {
  expect(chooseFormat(undefined, undefined)).toBe('csv')
  expect(chooseFormat(undefined, 'labels.txt')).toBe('csv')
  expect(chooseFormat(undefined, 'labels.JSON')).toBe('json')
  expect(chooseFormat(undefined, 'a.b/labels.ndjson')).toBe('jsonl')
  expect(chooseFormat('csv', 'labels.jsonl')).toBe('csv')
})

test('results go to the terminal, or into a file that appears when it is complete', async () => {
  expect(await results()).toMatchObject({ code: 0, stdout: csv('a.jpg', 'b.jpg') })
  expect(await results('--out', 'whole.jsonl')).toMatchObject({ code: 0, stdout: '' })
  expect(await readFile(scratch.path('whole.jsonl'), 'utf8')).toBe('{"name":"a.jpg"}\n{"name":"b.jpg"}\n')
})

test('an export that breaks off leaves the file that was there, and nothing half-written', async () => {
  await writeFile(scratch.path('kept.csv'), 'from yesterday')
  service.cutAfter = 2
  expect(await results('--out', 'kept.csv')).toMatchObject({ code: 3 })
  expect(await readFile(scratch.path('kept.csv'), 'utf8')).toBe('from yesterday')
  expect((await readdir(scratch.path())).filter((name) => name.includes('.part'))).toEqual([])
  expect((await results()).code).toBe(3)
})

test('a file that cannot be written is told', async () => {
  expect(await results('--out', 'no/such/folder/labels.csv')).toMatchObject({
    code: 2,
    stderr: expect.stringContaining('cannot be written'),
  })
})

describe('--follow', () => {
  async function follow(file: string, until: string): Promise<void> {
    const { child, ended, output } = startWhisker(['results', '1', '--follow', '--out', file], options())
    const read = () => readFile(scratch.path(file), 'utf8').catch(() => '')
    await expect
      .poll(read, { timeout: 15_000 })
      .toBe(until)
      .catch((error) => {
        throw new Error(`${error.message}\n${output()}`)
      })
    await expect
      .poll(() => readFile(scratch.path(`${file}.cursor`), 'utf8').catch(() => ''))
      .toContain(`"size_bytes":${until.length}`)
    child.kill('SIGINT')
    expect(await ended).toMatchObject({ code: 0 })
  }

  test('adds what is new, each result once, over several runs; the columns are named once', {
    timeout: 40_000,
  }, async () => {
    setTimeout(() => service.results.push('c.jpg'), 800)
    await follow('followed.csv', csv('a.jpg', 'b.jpg', 'c.jpg'))
    service.results.push('d.jpg')
    await follow('followed.csv', csv('a.jpg', 'b.jpg', 'c.jpg', 'd.jpg'))
  })

  test('what a killed run had added behind the last position is fetched again, not doubled', {
    timeout: 40_000,
  }, async () => {
    await follow('killed.csv', csv('a.jpg', 'b.jpg'))
    service.results.push('c.jpg')
    await appendFile(scratch.path('killed.csv'), 'c.jpg,cat\r\nd.jp')
    await follow('killed.csv', csv('a.jpg', 'b.jpg', 'c.jpg'))
  })

  test('a stream that breaks off is begun again', { timeout: 40_000 }, async () => {
    service.cutAfter = 2
    setTimeout(() => {
      service.cutAfter = null
    }, 1200)
    await follow('broken.csv', csv('a.jpg', 'b.jpg'))
  })

  test('on the terminal it goes on, too', { timeout: 40_000 }, async () => {
    const { child, ended, output } = startWhisker(['results', '1', '--follow'], options())
    await expect.poll(output, { timeout: 10_000 }).toBe(csv('a.jpg', 'b.jpg'))
    service.results.push('c.jpg')
    await expect.poll(output, { timeout: 10_000 }).toBe(csv('a.jpg', 'b.jpg', 'c.jpg'))
    child.kill('SIGINT')
    expect((await ended).code).toBe(0)
  })

  test('it does not touch a file that it does not know, nor one whose columns are others now', {
    timeout: 40_000,
  }, async () => {
    await writeFile(scratch.path('mine.csv'), 'my own notes')
    const args = ['results', '1', '--follow', '--out']
    expect(await runWhisker([...args, 'mine.csv'], options())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is there already'),
    })
    expect(await readFile(scratch.path('mine.csv'), 'utf8')).toBe('my own notes')
    await follow('columns.csv', csv('a.jpg', 'b.jpg'))
    service.header = 'name,animal,breed'
    service.results.push('c.jpg')
    expect(await runWhisker([...args, 'columns.csv'], options())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('columns of the results have changed'),
    })
    expect(await readFile(scratch.path('columns.csv'), 'utf8')).toBe(csv('a.jpg', 'b.jpg'))
    await rm(scratch.path('columns.csv'))
    expect(await runWhisker([...args, 'columns.csv'], options())).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is gone'),
    })
  })
})

describe('D7 D8 a followed file', () => {
  const id = (n: number) => `01a22488-e4a3-8${String(n).padStart(3, '0')}-8000-00055a5ec${String(n).padStart(3, '0')}`
  const rounds: Record<string, string[][]> = {
    csv: [
      [
        'name,animal,task_id,status\r\n',
        `a,cat,${id(1)},completed\r\n`,
        `"b\n,",dog,${id(2)},completed\r\n`,
        `c,cat,${id(3)},completed\r\n`,
      ],
      ['name,animal,task_id,status\r\n', `"b\n,",wolf,${id(2)},completed\r\n`, `d,owl,${id(4)},completed\r\n`],
      ['name,animal,task_id,status\r\n', `c,,${id(3)},withdrawn\r\n`],
    ],
    jsonl: [
      [1, 2, 3].map((n) => `{"task_id":"${id(n)}","name":"${n}","status":"completed"}\n`),
      [`{"task_id":"${id(2)}","name":"new","status":"completed"}\n`, `{"task_id":"${id(4)}","status":"completed"}\n`],
      [`{"task_id":"${id(3)}","result":null,"status":"withdrawn"}\n`],
    ],
  }
  test.each(['csv', 'jsonl'])(
    'has one row a task after a refit, and none of a result that was taken back: %s',
    { timeout: 60_000 },
    async (format) => {
      const script = rounds[format] as string[][]
      let open = 1
      const pages = () => script.slice(0, open)
      service.exportOf = (after) => {
        const from = Number(after || 0)
        const header = format === 'csv' ? [(script[0] as string[])[0] as string] : []
        const rows = pages()
          .slice(from)
          .flatMap((page) => (format === 'csv' ? page.slice(1) : page))
        // As the service gives them: one row a task in one export, the newest.
        const newest = rows.filter(
          (row, at) =>
            !rows
              .slice(at + 1)
              .some((other) => /01a22488[-0-9a-f]+/.exec(other)?.[0] === /01a22488[-0-9a-f]+/.exec(row)?.[0]),
        )
        return { text: [...header, ...newest].join(''), cursor: String(open) }
      }
      try {
        const path = scratch.path(`one-row.${format}`)
        const started = startWhisker(['results', '1', '--follow', '--out', `one-row.${format}`], options())
        const read = () => readFile(path, 'utf8').catch(() => '')
        await expect.poll(read, { timeout: 20_000 }).toBe((script[0] as string[]).join(''))
        open = 2
        const [a, b, c] = (script[0] as string[]).slice(format === 'csv' ? 1 : 0) as [string, string, string]
        const header = format === 'csv' ? (script[0] as string[])[0] : ''
        const second = (script[1] as string[]).slice(format === 'csv' ? 1 : 0).join('')
        await expect.poll(read, { timeout: 20_000 }).toBe(header + a + c + second)
        started.child.kill('SIGINT')
        await started.ended
        // A run that was killed between the two steps is finished by the next.
        open = 3
        const position = JSON.parse(await readFile(`${path}.cursor`, 'utf8'))
        await writeFile(`${path}.next`, header + a + second)
        await writeFile(
          `${path}.cursor`,
          JSON.stringify({
            ...position,
            cursor: '3',
            size_bytes: Buffer.byteLength(header + a + second),
            replacing: true,
          }),
        )
        const again = startWhisker(['results', '1', '--follow', '--out', `one-row.${format}`], options())
        await expect.poll(read, { timeout: 20_000 }).toBe(header + a + second)
        again.child.kill('SIGINT')
        await again.ended
        expect([b.length > 0, JSON.parse(await readFile(`${path}.cursor`, 'utf8')).replacing]).toEqual([
          true,
          undefined,
        ])
        expect((await readdir(scratch.path())).filter((name) => /\.part|\.next/.test(name))).toEqual([])
      } finally {
        service.exportOf = null
      }
    },
  )
})

test('D6 tasks that are not there are told, with what to do; an option asks for what is likely', async () => {
  service.counts = 'open=3, completed=0, needs_review=7, cancelled=0, unreadable=0'
  const { code, stderr } = await results()
  expect(code).toBe(0)
  expect(stderr).toMatch(
    /No task is completed yet\.\n7 tasks wait for a review .*\/app\/projects\/1\/review.*--likely.*\n3 tasks are still open/,
  )
  await results('--likely', '--excel')
  expect(service.requests.at(-1)?.path).toMatch(/dialect=excel&likely=true/)
  service.counts = ''
})
