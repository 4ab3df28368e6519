import { type ChildProcess, spawn } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { labelByCrowd } from './service-crowd.ts'
import { measureSubmits } from './submit-times.ts'

const main = fileURLToPath(new URL('../src/main.ts', import.meta.url))
const crowd = { tasks: 2000, workers: 40, classes: 4, seed: 7, guessers: 0.15, skill: 1.4 }
const policy = { minAnswers: 2, maxAnswers: 10, confidence: 0.95 }

/** `npm run bench:quality -- --service`: 40 workers over HTTP on the real service, beside the offline replay. */
export async function benchService(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'whisker-bench-'))
  const child = spawn(process.execPath, [main], {
    env: { ...process.env, LOG_LEVEL: 'warn', PORT: '0', DATA_DIR: folder },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  try {
    const { url } = await next(child, 'ready')
    child.send({ type: 'make_api_key', name: 'bench' })
    const { key } = await next(child, 'api_key')
    const service = { urls: [url], key }
    const run = await labelByCrowd(service, crowd, policy)
    const figure = (value: number) => value.toFixed(2).padStart(9)
    console.log(
      `${crowd.tasks} tasks, ${crowd.workers} workers over HTTP, ${run.seconds.toFixed(0)} s, ${run.refits} refits`,
    )
    console.log('                     service   replay')
    console.log(`answers per task   ${figure(run.answersPerTask)}${figure(run.offline.answersPerTask)}`)
    console.log(`right, %           ${figure(run.accuracy)}${figure(run.offline.accuracy)}`)
    console.log(`for review, %      ${figure(run.review)}${figure(run.offline.review)}`)
    console.log(`tasks with other than the wanted number of answers: ${run.broken}`)
    for (const { name, count, p50, p99 } of await measureSubmits(service))
      console.log(`submit, ${name.padEnd(8)} ${count} times: p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms`)
  } finally {
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill('SIGTERM')
    await exited
    rmSync(folder, { recursive: true, force: true })
  }
}

type Message = { type: string; url: string; key: string }

function next(child: ChildProcess, type: string): Promise<Message> {
  return new Promise((resolve, reject) => {
    child.on('message', (message: Message) => {
      if (message.type === type) resolve(message)
      if (message.type === 'failed') reject(new Error(JSON.stringify(message)))
    })
    child.once('exit', (code) => reject(new Error(`The service ended with ${code}.`)))
  })
}
