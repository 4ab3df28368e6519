import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { scratchFolder } from '../../whisker.fixture.ts'

const scratch = scratchFolder()
const program = fileURLToPath(new URL('service.fixture.ts', import.meta.url))
const standIn = fileURLToPath(new URL('stand-in.fixture.ts', import.meta.url))

function start(env: Record<string, string>) {
  const child = spawn(process.execPath, [program, standIn], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
    // A group of its own, as a terminal gives to what runs in its foreground.
    detached: process.platform !== 'win32',
  })
  let output = ''
  child.stdout.on('data', (data) => {
    output += data
  })
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve(output)))
  return { child, ended, output: () => output }
}

test('it answers, and makes a key', async () => {
  const { child, ended, output } = start({ SIGNALS: scratch.path('a') })
  await expect.poll(output, { timeout: 10_000 }).toBe('ready http://127.0.0.1:9\nwhk_made\n')
  child.kill('SIGTERM')
  expect(await ended).toContain('first signal\nended 0')
})

test('a data folder that is served already: that service is used', async () => {
  expect(await start({ STAND_IN: 'in_use' }).ended).toBe('ready http://127.0.0.1:9\nnot ours\n')
})

test('a start that fails says why; one that just ends says so', async () => {
  expect(await start({ STAND_IN: 'broken' }).ended).toBe('failure 1 Port 4000 is taken.\n')
  expect(await start({ STAND_IN: 'silent' }).ended).toMatch(
    /^failure 7 The service ended before it was ready \(exit code 7\)/,
  )
})

describe.skipIf(process.platform === 'win32')('signals', () => {
  test('Ctrl-C in a terminal, which goes to the whole group, reaches the service once', async () => {
    const signals = scratch.path('group')
    const { child, ended, output } = start({ SIGNALS: signals })
    await expect.poll(output, { timeout: 10_000 }).toContain('whk_made')
    process.kill(-(child.pid as number), 'SIGINT')
    expect(await ended).toContain('ended 0')
    expect(await readFile(signals, 'utf8')).toBe('SIGINT\n')
  })

  test('the second one ends a service that does not stop', async () => {
    const { child, ended, output } = start({ SIGNALS: scratch.path('stubborn'), STUBBORN: 'yes' })
    await expect.poll(output, { timeout: 10_000 }).toContain('whk_made')
    child.kill('SIGINT')
    await expect.poll(output).toContain('first signal')
    // At once it is the same wish: npm passes on what the whole group got.
    child.kill('SIGINT')
    await sleep(1100)
    child.kill('SIGINT')
    expect(await ended).toContain('ended 137')
  })

  test('a terminal that is closed stops the service as Ctrl-C does', async () => {
    const signals = scratch.path('hangup')
    const { child, ended, output } = start({ SIGNALS: signals })
    await expect.poll(output, { timeout: 10_000 }).toContain('whk_made')
    child.kill('SIGHUP')
    expect(await ended).toContain('ended 0')
    expect(await readFile(signals, 'utf8')).toBe('SIGTERM\n')
  })
})
