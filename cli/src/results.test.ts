import { appendFile, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { chooseFormat } from './results.ts'
import { ServiceFixture } from './service.fixture.ts'
import { runWhisker, scratchFolder, startWhisker } from './whisker.fixture.ts'

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
