import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { errno } from './errno.ts'

/**
 * True while the process runs. A zombie is dead: in a container nobody may ever collect it,
 * and `kill(pid, 0)` finds it for as long as the container lives.
 */
export function isAlive(pid: number): boolean {
  if (process.platform === 'linux') {
    const state = readProc(pid, 'stat')
    // "<pid> (<name, may hold anything>) <state> ..."
    if (state !== undefined) return !/^[ZX]/.test(state.slice(state.lastIndexOf(')') + 2))
  }
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return errno(error) === 'EPERM'
  }
}

/** Waits until the process is gone: true, or false when it still runs after the time. */
export async function waitUntilDead(pid: number, timeoutMs: number): Promise<boolean> {
  const end = performance.now() + timeoutMs
  while (isAlive(pid)) {
    if (performance.now() > end) return false
    await sleep(10)
  }
  return true
}

/** The command line of a process with spaces between the words, or '' when it cannot be read. */
export function commandOf(pid: number): string {
  try {
    if (process.platform === 'linux') return (readProc(pid, 'cmdline') ?? '').replaceAll('\0', ' ')
    if (process.platform === 'win32')
      return execFileSync('tasklist', ['/FI', `PID eq ${pid}`, '/FO', 'CSV', '/NH'], { encoding: 'utf8' })
    return execFileSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' })
  } catch {
    return ''
  }
}

/**
 * The pids of all living processes whose command line holds the words. Not on Windows, where command lines are not for
 * all to see.
 */
export function findProcesses(words: string): number[] {
  if (process.platform === 'win32') return []
  const pids =
    process.platform === 'linux'
      ? readdirSync('/proc').filter((name) => /^\d+$/.test(name))
      : execFileSync('ps', ['-axo', 'pid='], { encoding: 'utf8' }).split('\n')
  return pids
    .map(Number)
    .filter((pid) => pid > 0 && pid !== process.pid && commandOf(pid).includes(words) && isAlive(pid))
}

function readProc(pid: number, what: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${what}`, 'latin1')
  } catch {
    return undefined
  }
}
