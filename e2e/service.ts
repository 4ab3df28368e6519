import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '@whisker/api/client.ts'
import { serverEnvironment, serverFlags } from '../cli/src/server-program.ts'

const main = fileURLToPath(new URL('../server/src/main.ts', import.meta.url))

export type Service = {
  /** Where people reach it. */
  url: string
  /** Where it listens. */
  address: string
  key: string
  client: Client
  /** From spawn to the first answer, in ms. */
  startedInMs: number
  pid: number
  /** From the console; null when there is an owner. */
  setupUrl: string | null
  /** Resident memory of the service's own process, in MB. */
  memoryMb: () => number
  /** The largest value that {@link memoryMb} had, sampled every 50 ms since the last call. */
  peakMemoryMb: () => number
  stop: () => Promise<void>
  /** `kill -9`: no chance to finish anything. */
  kill: () => Promise<void>
}

type Message = { type: string; url: string; address: string; key: string; setup_url: string | null; message?: string }

/** The real service as its own process, on its embedded, durable PostgreSQL. */
export async function startService(dataDir: string, env: Record<string, string> = {}): Promise<Service> {
  const begun = performance.now()
  const child = spawn(process.execPath, [...serverFlags, main], {
    env: { ...serverEnvironment(process.env), LOG_LEVEL: 'warn', PORT: '0', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ready = await next(child, 'ready')
  await fetch(`${ready.address}/healthz`)
  const startedInMs = performance.now() - begun
  child.send({ type: 'make_api_key', name: 'bench' })
  const { key } = await next(child, 'api_key')
  const memoryMb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024
  let peak = 0
  const sampler = setInterval(() => {
    peak = Math.max(peak, memoryMb())
  }, 50)
  child.once('exit', () => clearInterval(sampler))
  const end = async (signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await exited
  }
  return {
    url: ready.url,
    address: ready.address,
    key,
    pid: child.pid as number,
    setupUrl: ready.setup_url,
    client: createClient({ url: ready.address, key }),
    startedInMs,
    memoryMb,
    peakMemoryMb: () => {
      const value = Math.max(peak, memoryMb())
      peak = 0
      return value
    },
    stop: () => end('SIGTERM'),
    kill: () => end('SIGKILL'),
  }
}

function next(child: ChildProcess, type: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    const listen = (message: Message) => {
      if (message.type === 'failed') reject(new Error(message.message))
      if (message.type !== type) return
      child.off('message', listen)
      resolve(message)
    }
    child.on('message', listen)
    child.once('exit', () => reject(new Error('The service ended.')))
  })
}
