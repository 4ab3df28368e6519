import { spawn } from 'node:child_process'
import type { Account } from './account.ts'
import { EmbeddedPostgresError, errno, restrictedRoot } from './errors.ts'

/**
 * The environment of the programs. Not ours: it may hold secrets, and PG* variables that would change what they do.
 * With LC_ALL=C they speak the English that errors.ts and postmaster.ts look for.
 */
export function programEnvironment(more: Record<string, string> = {}): Record<string, string> {
  const passed =
    process.platform === 'win32' ? ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA'] : ['PATH', 'TMPDIR']
  const kept = passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC', ...more }
}

/** Runs a program of PostgreSQL to its end, as the account. `output` is all that it printed. */
export function run(
  program: string,
  args: string[],
  options: { cwd: string; account: Account | undefined; input?: string },
) {
  return new Promise<{ code: number | null; output: string }>((resolve, reject) => {
    const child = spawn(program, args, {
      cwd: options.cwd,
      env: programEnvironment(),
      stdio: 'pipe',
      ...options.account,
    })
    let output = ''
    const collect = (chunk: Buffer) => {
      output += chunk.toString('utf8')
    }
    child.stdout.on('data', collect)
    child.stderr.on('data', collect)
    // A program that has given up does not read its input: its exit code tells, not this.
    child.stdin.on('error', () => {})
    child.stdin.end(options.input ?? '')
    child.once('error', (error) => reject(cannotRun(program, error, options.account)))
    child.once('close', (code) => resolve({ code, output }))
  })
}

/** The sentence for a program that could not even be started. */
export function cannotRun(program: string, error: unknown, account: Account | undefined): unknown {
  switch (errno(error)) {
    case 'ENOENT':
    case 'ENOEXEC':
    case 'EACCES':
      return new EmbeddedPostgresError(
        'programs_unusable',
        `${program} cannot be run here. Either its folder forbids it (a noexec mount), or this system lacks the C library that it needs (glibc; Alpine has another one). Set DATABASE_URL to use a PostgreSQL of your own.`,
        { cause: error },
      )
    case 'EPERM':
    case 'EINVAL':
      return account ? restrictedRoot(account.uid, error) : error
    default:
      return error
  }
}
