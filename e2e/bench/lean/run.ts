import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Load, Order, Outcome } from './orders.ts'

/** Starts a client process. @returns what it has measured, once it is done; `stop` lets it finish what is under way */
export function startLoad(order: Order): { done: Promise<Load>; stop: () => void } {
  const child = fork(fileURLToPath(new URL('./client.ts', import.meta.url)), { stdio: 'inherit' })
  const done = new Promise<Load>((resolve, reject) => {
    child.once('message', (outcome: Outcome) =>
      'load' in outcome ? resolve(outcome.load) : reject(new Error(`The client gave up: ${outcome.error}`)),
    )
    child.once('error', reject)
    child.once('exit', (code) => reject(new Error(`The client ended with ${code}.`)))
  })
  child.send(order)
  return { done, stop: () => child.send('stop') }
}
