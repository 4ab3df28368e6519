import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import os from 'node:os'
import type { ChildMessage, PictureOrder } from './messages.ts'
import { offerToOomKiller, readUsage } from './usage.ts'

export type DecoderLimits = {
  /**
   * Processor time one picture may take. Waiting for a processor does not count: a busy machine says nothing about a
   * picture.
   */
  timeoutMs: number
  maxRssBytes: number
  /** A process that has been idle for so long ends, and gives its memory back. */
  idleMs: number
  /** Pictures after which a process is replaced: what decoders leak or break ends with it. */
  maxJobs: number
}

/** Why a process ended in the middle of a picture. */
export type Death = { kind: 'died'; cause: 'too_slow' | 'out_of_memory' | 'killed' | 'crashed' }

/** By the clock, a picture may take so many times its processor time: then something hangs. */
const wallFactor = 4
const watchEveryMs = 50
/** Starting takes 100 ms, at a low priority on a busy machine a few seconds. */
const maxStartMs = 60_000
/**
 * A process that rests on more than this is replaced. Loaded and idle it has 75 MB; big pictures leave holes in its
 * heap.
 */
const restingRssBytes = 200e6

export type Decoder = ReturnType<typeof createDecoder>

/**
 * One child process that decodes one picture at a time, started when it is needed and replaced when it is spent.
 * `changed` is called whenever it may have become ready or free.
 */
export function createDecoder(nice: number, limits: DecoderLimits, changed: () => void) {
  let child: ChildProcess | undefined
  let state: 'absent' | 'starting' | 'idle' | 'busy' = 'absent'
  let jobs = 0
  let idleTimer: NodeJS.Timeout | undefined

  /** Starts the process unless there is one. Rejects when it cannot be started: that is no picture's fault. */
  async function start(): Promise<void> {
    if (state !== 'absent') return
    const started = spawnChild(nice)
    state = 'starting'
    child = started
    let stderr = ''
    started.stderr?.on('data', (data: Buffer) => {
      stderr = (stderr + data.toString('latin1')).slice(-1000)
    })
    started.on('exit', () => forget(started))
    // Without a listener, a failed spawn or send would end the server; "exit" or the missing answer tells of it.
    started.on('error', () => forget(started))
    const hung = setTimeout(() => started.kill('SIGKILL'), maxStartMs)
    const message = await nextMessage(started)
    clearTimeout(hung)
    if (message?.kind !== 'ready')
      throw new Error(`The process that makes renditions does not start. It said: ${stderr}`)
    becomeIdle()
  }

  function forget(ended: ChildProcess) {
    if (child !== ended) return
    child = undefined
    state = 'absent'
    jobs = 0
    clearTimeout(idleTimer)
  }

  function becomeIdle() {
    state = 'idle'
    idleTimer = setTimeout(end, limits.idleMs)
    changed()
  }

  async function run(order: PictureOrder): Promise<ChildMessage | Death> {
    const worker = child
    if (!worker?.pid || state !== 'idle') throw new Error('This decoder is not idle.')
    clearTimeout(idleTimer)
    state = 'busy'
    jobs++
    const watch = watchOver(worker, worker.pid, limits)
    worker.send(order, () => undefined)
    const message = await nextMessage(worker)
    watch.stop()
    if (!message)
      return { kind: 'died', cause: watch.verdict() ?? (worker.signalCode === 'SIGKILL' ? 'killed' : 'crashed') }
    const spent = jobs >= limits.maxJobs || (readUsage(worker.pid)?.rssBytes ?? 0) > restingRssBytes
    if (spent) await end()
    else becomeIdle()
    return message
  }

  /** Ends the process at once and returns when it is gone. */
  async function end(): Promise<void> {
    const ending = child
    if (!ending) return
    forget(ending)
    if (ending.exitCode !== null || ending.signalCode !== null) return
    const gone = once(ending, 'exit')
    ending.kill('SIGKILL')
    await gone
  }

  return { start, run, end, state: () => state, processId: () => child?.pid }
}

function spawnChild(nice: number): ChildProcess {
  const child = fork(new URL('./child.ts', import.meta.url), {
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    // None of the server's environment: it holds secrets. Few arenas, or glibc keeps the heap of every thread.
    env: { VIPS_BLOCK_UNTRUSTED: '1', MALLOC_ARENA_MAX: '2', UV_THREADPOOL_SIZE: '2' },
    execArgv: ['--max-old-space-size=128', '--max-semi-space-size=1'],
  })
  if (child.pid) {
    if (nice > 0) lowerPriority(child.pid, nice)
    offerToOomKiller(child.pid)
  }
  return child
}

/**
 * Linux gives niceness per thread: of a process that has just begun there is only one, and the others inherit it. It
 * cannot be taken back without privileges, hence a second process for urgent pictures.
 */
function lowerPriority(pid: number, nice: number): void {
  try {
    os.setPriority(pid, nice)
  } catch {
    // Some sandboxes forbid it. Pictures are made all the same.
  }
}

/** The next message, or undefined when the process ends first. */
function nextMessage(child: ChildProcess): Promise<ChildMessage | undefined> {
  return new Promise((resolve) => {
    const settle = (message?: unknown) => {
      child.off('message', settle).off('exit', gone).off('error', gone)
      resolve(message as ChildMessage | undefined)
    }
    const gone = () => settle()
    child.on('message', settle).on('exit', gone).on('error', gone)
  })
}

/** Kills the process when it takes more time or memory than it may. */
function watchOver(child: ChildProcess, pid: number, limits: DecoderLimits) {
  const started = performance.now()
  const cpuBefore = readUsage(pid)?.cpuMs ?? 0
  let verdict: 'too_slow' | 'out_of_memory' | undefined
  const timer = setInterval(() => {
    const usage = readUsage(pid)
    if (usage && usage.rssBytes > limits.maxRssBytes) verdict = 'out_of_memory'
    else if (usage && usage.cpuMs - cpuBefore > limits.timeoutMs) verdict = 'too_slow'
    else if (performance.now() - started > limits.timeoutMs * wallFactor) verdict = 'too_slow'
    if (verdict) child.kill('SIGKILL')
  }, watchEveryMs)
  return { stop: () => clearInterval(timer), verdict: () => verdict }
}
