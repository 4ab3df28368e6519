import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '@whisker/api/client.ts'

const main = fileURLToPath(new URL('../../server/src/main.ts', import.meta.url))

export type Service = {
  url: string
  key: string
  client: Client
  /** From spawn to the first answer, in ms. */
  startedInMs: number
  /** Resident memory of the service's own process, in MB. */
  memoryMb: () => number
  /** The largest value that {@link memoryMb} had, sampled every 50 ms since the last call. */
  peakMemoryMb: () => number
  stop: () => Promise<void>
}

type Message = { type: string; url: string; key: string; message?: string }

/** The real service as its own process, on its embedded, durable PostgreSQL. */
export async function startService(dataDir: string, env: Record<string, string> = {}): Promise<Service> {
  const begun = performance.now()
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, LOG_LEVEL: 'warn', PORT: '0', DATA_DIR: dataDir, ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  const ready = await next(child, 'ready')
  await fetch(`${ready.url}/healthz`)
  const startedInMs = performance.now() - begun
  child.send({ type: 'make_api_key', name: 'bench' })
  const { key } = await next(child, 'api_key')
  const memoryMb = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]) / 1024
  let peak = 0
  const sampler = setInterval(() => {
    peak = Math.max(peak, memoryMb())
  }, 50)
  return {
    url: ready.url,
    key,
    client: createClient({ url: ready.url, key }),
    startedInMs,
    memoryMb,
    peakMemoryMb: () => {
      const value = Math.max(peak, memoryMb())
      peak = 0
      return value
    },
    stop: async () => {
      clearInterval(sampler)
      const exited = new Promise((resolve) => child.once('exit', resolve))
      child.kill('SIGTERM')
      await exited
    },
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

/** The value below which this share of the samples lies. */
export function percentile(samples: number[], share: number): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

/** One line of the report: what was measured, and what was aimed at. */
export function report(what: string, value: string, aim = ''): void {
  process.stdout.write(`${what.padEnd(58)} ${value.padStart(22)}${aim ? `   aim ${aim}` : ''}\n`)
}
