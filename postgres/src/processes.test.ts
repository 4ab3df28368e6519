import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { commandOf, findProcesses, isAlive, waitUntilDead } from './processes.ts'

test('a process is alive until it ends, and is found by its command line', async () => {
  const child = spawn('sleep', ['61.25'])
  expect(isAlive(child.pid!)).toBe(true)
  expect(commandOf(child.pid!)).toContain('sleep 61.25')
  expect(findProcesses('sleep 61.25')).toEqual([child.pid])
  expect(await waitUntilDead(child.pid!, 50)).toBe(false)
  child.kill('SIGKILL')
  expect(await waitUntilDead(child.pid!, 5_000)).toBe(true)
  expect(isAlive(child.pid!)).toBe(false)
  expect(commandOf(2 ** 30)).toBe('')
})

// Elsewhere the first process of the system collects everything.
if (process.platform === 'linux')
  test('a process that ended and that nobody collects is dead', async () => {
    // The shell becomes a sleep, which never asks for the other one.
    const parent = spawn('sh', ['-c', 'sleep 0.1 & echo $!; exec sleep 60'])
    const [line] = (await once(parent.stdout, 'data')) as [Buffer]
    const zombie = Number(line.toString())
    expect(await waitUntilDead(zombie, 2_000)).toBe(true)
    expect(process.kill(zombie, 0)).toBe(true)
    parent.kill('SIGKILL')
  })
