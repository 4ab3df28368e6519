import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll } from 'vitest'

const whisker = fileURLToPath(new URL('../bin/whisker.js', import.meta.url))

export type Ended = { code: number | null; signal: NodeJS.Signals | null; stdout: string; stderr: string }
export type Started = { child: ChildProcess; ended: Promise<Ended>; output: () => string }

/** A folder for the tests of one file, gone when they are done. */
export function scratchFolder(): { path: (...names: string[]) => string } {
  let folder = ''
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'whisker-cli-'))
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  return { path: (...names) => join(folder, ...names) }
}

/** Starts the command line as its own process, with its configuration and its journals in `home`. */
export function startWhisker(
  args: string[],
  options: { home: string; cwd?: string; env?: Record<string, string> },
): Started {
  const { WHISKER_URL: _url, WHISKER_KEY: _key, ...outer } = process.env
  const child = spawn(process.execPath, [whisker, ...args], {
    cwd: options.cwd ?? options.home,
    env: {
      ...outer,
      XDG_CONFIG_HOME: join(options.home, 'config'),
      XDG_STATE_HOME: join(options.home, 'state'),
      ...options.env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => {
    stdout += data
  })
  child.stderr.on('data', (data) => {
    stderr += data
  })
  const ended = new Promise<Ended>((resolve) => {
    child.once('close', (code, signal) => resolve({ code, signal, stdout, stderr }))
  })
  return { child, ended, output: () => stdout + stderr }
}

export function runWhisker(args: string[], options: Parameters<typeof startWhisker>[1]): Promise<Ended> {
  return startWhisker(args, options).ended
}
