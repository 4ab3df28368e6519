import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { type EmbeddedOptions, type EmbeddedPostgres, startEmbedded } from './embedded.ts'
import type { DataDirOwner } from './errors.ts'
import { silent } from './log.ts'
import { commandOf, isAlive, waitUntilDead } from './processes.ts'

export const asRoot = process.getuid?.() === 0

/** A user that is neither root nor, most likely, anybody who runs something here: nobody. */
export const nobodyId = 65_534

/** Of all that the tests start, so that it can be told from what else runs on the machine. */
export const name = 'sample'

/** What service.fixture.ts says. */
export interface Said {
  ready?: true
  adopted?: boolean
  pid?: number
  acknowledged?: number
  failed?: string
  sentence?: string
  owner?: DataDirOwner
}

export interface Service {
  child: ChildProcess
  said: Said[]
  /** Waits for the first line that fits. */
  hear(fits: (said: Said) => boolean): Promise<Said>
  kill(signal: NodeJS.Signals): Promise<void>
}

/** A folder for one test file, and what is started in it. */
export function scratch() {
  const folder = mkdtempSync(path.join(tmpdir(), 'embedded-test-'))
  chmodSync(folder, 0o755)
  const services: ChildProcess[] = []
  const started: EmbeddedPostgres[] = []
  const dataDirs: string[] = []

  const dataDir = (name: string) => {
    const dir = path.join(folder, name)
    dataDirs.push(dir)
    return dir
  }

  /** Starts in this process. */
  const start = async (dir: string, options: Omit<EmbeddedOptions, 'dataDir'> = {}) => {
    const embedded = await startEmbedded({ dataDir: dir, name, log: silent, ...options })
    started.push(embedded)
    return embedded
  }

  /** Starts the little service, in a process group of its own. */
  const service = (options: { dataDir: string; write?: boolean; uid?: number }): Service => {
    const script = path.join(import.meta.dirname, 'service.fixture.ts')
    const child = spawn(process.execPath, [script, JSON.stringify(options)], {
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
    })
    services.push(child)
    const said: Said[] = []
    createInterface(child.stdout).on('line', (line) => said.push(JSON.parse(line) as Said))
    const hear = async (fits: (said: Said) => boolean) => {
      for (;;) {
        const heard = said.find(fits)
        if (heard) return heard
        if (child.exitCode !== null || child.signalCode !== null)
          throw new Error(`The service ended, having said ${JSON.stringify(said.slice(-3))}`)
        await sleep(5)
      }
    }
    const kill = async (signal: NodeJS.Signals) => {
      const closed = once(child, 'close')
      child.kill(signal)
      await closed
    }
    return { child, said, hear, kill }
  }

  /** Stops all that a test, perhaps a failed one, left running. */
  const stopAll = async () => {
    await Promise.all(services.splice(0).map(endProcess))
    await Promise.all(started.splice(0).map((embedded) => embedded.stop()))
    for (const dir of dataDirs) {
      const pid = postmasterPid(dir)
      if (!pid || !commandOf(pid).includes(`cluster_name=${name}-`)) continue
      process.kill(pid, 'SIGQUIT')
      // The next test would find it still running.
      await waitUntilDead(pid, 10_000)
    }
  }

  const clean = async () => {
    await stopAll()
    rmSync(folder, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 })
  }

  return { folder, dataDir, start, service, stopAll, clean }
}

async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGKILL')
  await ended
}

/** The pid of a living process that the pid file of the cluster names. */
export function postmasterPid(dataDir: string): number | undefined {
  try {
    const text = readFileSync(path.join(dataDir, 'postgres', 'cluster', 'postmaster.pid'), 'utf8')
    const pid = Number(text.split('\n')[0])
    return pid > 0 && isAlive(pid) ? pid : undefined
  } catch {
    return undefined
  }
}
