import { appendFileSync, openSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { limitLog, readLog } from './log-file.ts'
import { scratch } from './scratch.fixture.ts'

const { folder, clean } = scratch()
const log = path.join(folder, 'postgres.log')

afterAll(clean)

test('a log beyond 10 MB is put aside, and whoever holds it open goes on writing at its new beginning', async () => {
  writeFileSync(log, 'x'.repeat(10 * 1024 * 1024))
  const held = openSync(log, 'a')
  await limitLog(log)
  expect(statSync(log).size).toBe(10 * 1024 * 1024)

  writeSync(held, 'y')
  await limitLog(log)
  writeSync(held, 'after\n')
  expect(readFileSync(log, 'utf8')).toBe('after\n')
  expect(statSync(`${log}.1`).size).toBe(10 * 1024 * 1024 + 1)
})

test('what was written since a moment is read, even if the log was emptied meanwhile', async () => {
  writeFileSync(log, 'before\n')
  appendFileSync(log, 'since\n')
  expect(await readLog(log, 7)).toBe('since\n')
  expect(await readLog(log, 13)).toBe('')
  expect(await readLog(log, 1_000)).toBe('before\nsince\n')
})

test('a log that is not there yet needs no limit', async () => {
  await expect(limitLog(path.join(folder, 'none'))).resolves.toBeUndefined()
})
