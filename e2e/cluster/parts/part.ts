import { type ChildProcess, spawn } from 'node:child_process'
import { openSync } from 'node:fs'
import { chown, mkdir } from 'node:fs/promises'
import { join } from 'node:path'

/** Nobody: PostgreSQL and PgBouncer do not run as root. */
export const account = process.getuid?.() === 0 ? { uid: 65_534, gid: 65_534 } : {}

export async function ownFolder(path: string): Promise<string> {
  await mkdir(path, { mode: 0o700 })
  if (account.uid) await chown(path, account.uid, account.gid)
  return path
}

type Options = { folder: string; env?: Record<string, string> }

/** A program of the cluster as its own process, with its words in a file. Knows nobody's process but its own. */
export class Part {
  name: string
  private child: ChildProcess | null = null
  private command: [string, string[]]
  private options: Options

  constructor(name: string, command: [string, string[]], options: Options) {
    this.name = name
    this.command = command
    this.options = options
  }

  get pid(): number | undefined {
    return this.isRunning ? this.child?.pid : undefined
  }

  private get isRunning(): boolean {
    return this.child !== null && this.child.exitCode === null && this.child.signalCode === null
  }

  start(): void {
    const { folder, env } = this.options
    const log = openSync(join(folder, `${this.name}.log`), 'a')
    this.child = spawn(...this.command, {
      ...account,
      cwd: folder,
      env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', HOME: folder, ...env },
      stdio: ['ignore', log, log],
    })
    // Told by `until`: what does not start is not there in time.
    this.child.on('error', () => {})
  }

  async end(signal: NodeJS.Signals, patienceMs = 15_000): Promise<void> {
    const { child } = this
    if (!child || !this.isRunning) return
    const exited = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    const timer = setTimeout(() => child.kill('SIGKILL'), patienceMs)
    await exited
    clearTimeout(timer)
  }
}
