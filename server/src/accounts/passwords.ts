import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { hash, verify } from '@node-rs/argon2'
import { ApiProblem, invalidField } from '../problem.ts'

// OWASP's second choice for argon2id: 19 MiB, two passes. At most two at a time: hashing is meant to be slow, and must
// not take the processor away from everybody else (measured in cases.md: 73 to 203 ms each).
const options = { memoryCost: 19_456, timeCost: 2, parallelism: 1 }
const maxRunning = 2
const maxWaiting = 50
let running = 0
const waiting: (() => void)[] = []

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  if (running >= maxRunning) {
    if (waiting.length >= maxWaiting)
      throw new ApiProblem('rate_limited', 'Very many people are signing in right now. Try again in a few seconds.', {
        retryAfterS: 5,
      })
    await new Promise<void>((resolve) => waiting.push(resolve))
  }
  running++
  try {
    return await work()
  } finally {
    running--
    waiting.shift()?.()
  }
}

export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password.normalize('NFKC'), options))
}

let decoy: Promise<string> | undefined

/** Not in turn: in a full queue it would be refused, and the refusal remembered. */
function decoyHash(): Promise<string> {
  decoy ??= hash('nobody has this password', options)
  return decoy
}

/** Takes the same time whether or not there is such a person, so that nobody can find out who has an account. */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  const other = await decoyHash()
  const against = stored ?? other
  const right = await inTurn(() => verify(against, password.normalize('NFKC')))
  return stored !== null && right
}

let frequent: Set<string> | undefined

/** Refuses passwords that everybody tries first. */
export function refuseFrequentPassword(password: string, pointer: string): void {
  frequent ??= new Set(readFileSync(join(import.meta.dirname, 'frequent-passwords.txt'), 'utf8').split('\n'))
  if (frequent.has(password.toLowerCase()))
    throw invalidField(
      pointer,
      'frequent_password',
      'This is one of the passwords that are tried first. Choose another; a few words in a row are good.',
    )
}
