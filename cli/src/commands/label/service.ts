import { type ChildProcess, spawn } from 'node:child_process'
import { constants } from 'node:os'
import { z } from 'zod'
import { whenNpmDies } from '../../../bin/current-node.js'
import { exitCodes, Failure } from '../../failure.ts'
import { serverEnvironment, serverFlags } from '../../server-program.ts'

const Message = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('ready'),
    url: z.string(),
    address: z.string(),
    setup_url: z.string().nullable(),
    workspace_id: z.int(),
  }),
  z.object({
    type: z.literal('failed'),
    code: z.string(),
    message: z.string(),
    url: z.string().optional(),
    address: z.string().optional(),
  }),
  z.object({ type: z.literal('api_key'), key: z.string() }),
])
type Message = z.infer<typeof Message>

export type Service = {
  /** Where people reach it: PUBLIC_URL, if there is one. Its proxy need not be up yet. */
  url: string
  /** Where it listens: programs on this machine talk to it there. */
  address: string
  setupUrl: string | null
  workspaceId: number | null
  /** null for a service that somebody else has started: only its owner can make a key there. */
  makeApiKey: ((name: string) => Promise<string>) | null
  /** null for somebody else's. `ended` resolves with the exit code. */
  process: { ended: Promise<number>; stop: () => void } | null
}

/**
 * Starts the server as a child and waits until it answers. When another process serves the same data directory
 * already, that one is used.
 *
 * The child is the leader of its own session, so that a Ctrl-C in the terminal reaches it once, through us. The first
 * signal lets it finish what is under way; the next one ends it at once (nothing confirmed is lost by that).
 *
 * @param onSignal called with the first signal, before it is passed on
 * @throws {Failure} when it cannot start
 */
export async function startService(program: string, env: NodeJS.ProcessEnv, onSignal: () => void): Promise<Service> {
  const child = spawn(process.execPath, [...serverFlags, program], {
    // Its log goes to stderr: stdout is for what this command says.
    stdio: ['ignore', 2, 2, 'ipc'],
    env: serverEnvironment(env),
    detached: process.platform !== 'win32',
  })
  const ended = new Promise<number>((resolve) => {
    child.once('exit', (code, signal) => resolve(code ?? 128 + (signal ? constants.signals[signal] : 0)))
    child.once('error', () => resolve(exitCodes.someFailed))
  })
  let isStopping = false
  passSignals(child, () => {
    isStopping = true
    onSignal()
  })
  const first = await Promise.race([nextMessage(child, (message) => message.type !== 'api_key'), ended])
  if (typeof first === 'number' && isStopping) throw new Failure(exitCodes.interrupted, 'Stopped before it was ready.')
  if (typeof first === 'number')
    throw new Failure(
      first || exitCodes.someFailed,
      `The service ended before it was ready (exit code ${first}). What it said is above; \`npx whisker doctor\` looks for the cause.`,
    )
  if (first.type === 'ready') {
    const { url, address, setup_url, workspace_id } = first
    return {
      url,
      address,
      setupUrl: setup_url,
      workspaceId: workspace_id,
      makeApiKey: (name) => makeApiKey(child, name, ended),
      process: { ended, stop: () => child.kill('SIGTERM') },
    }
  }
  await ended
  if (first.type === 'failed' && first.code === 'data_dir_in_use' && first.url)
    return {
      url: first.url,
      address: first.address ?? first.url,
      setupUrl: null,
      workspaceId: null,
      makeApiKey: null,
      process: null,
    }
  throw new Failure(exitCodes.someFailed, first.type === 'failed' ? first.message : 'The service did not start.')
}

async function makeApiKey(child: ChildProcess, name: string, ended: Promise<number>): Promise<string> {
  const reply = nextMessage(child, (message) => message.type === 'api_key')
  child.send({ type: 'make_api_key', name })
  const answer = await Promise.race([reply, ended])
  if (typeof answer === 'number' || answer.type !== 'api_key')
    throw new Failure(exitCodes.someFailed, 'The service ended before it made an API key. Start again.')
  return answer.key
}

function nextMessage(child: ChildProcess, wanted: (message: Message) => boolean): Promise<Message> {
  return new Promise((resolve) => {
    const listen = (value: unknown) => {
      const message = Message.safeParse(value).data
      if (!message || !wanted(message)) return
      child.off('message', listen)
      resolve(message)
    }
    child.on('message', listen)
  })
}

/** Whoever sends a signal twice within this time means it once: a whole process group got it, and npm passes it on. */
const oneWishMs = 1000
/** How long the service may take to end at once. */
const atOnceMs = 2000

/**
 * The second wish ends the service at once, by another signal and not by force: a service that is killed leaves its PostgreSQL
 * running. An npm that has died is the same wish as the signal that it died of.
 */
function passSignals(child: ChildProcess, onSignal: () => void): void {
  let firstAt: number | null = null
  const pass = (signal: NodeJS.Signals) => {
    if (firstAt === null) {
      firstAt = performance.now()
      onSignal()
      child.kill(signal)
    } else if (performance.now() - firstAt > oneWishMs) {
      child.kill(signal)
      setTimeout(() => child.kill('SIGKILL'), atOnceMs).unref()
    }
  }
  process.on('SIGINT', pass)
  process.on('SIGTERM', pass)
  // A terminal that was closed means the same as Ctrl-C.
  process.on('SIGHUP', () => pass('SIGTERM'))
  whenNpmDies(() => {
    if (firstAt === null) pass('SIGTERM')
  })
}
