import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { type Account, restrictedRoot } from './account.ts'
import { errno } from './errno.ts'
import { EmbeddedPostgresError } from './errors.ts'

/**
 * The environment of the programs. Not ours: it may hold secrets, and PG* variables that would change what they do.
 * With LC_ALL=C they speak the English that explain.ts and bring-up.ts look for.
 */
export function programEnvironment(more: Record<string, string> = {}): Record<string, string> {
  const passed =
    process.platform === 'win32' ? ['PATH', 'SystemRoot', 'TEMP', 'TMP', 'USERPROFILE', 'APPDATA'] : ['PATH', 'TMPDIR']
  const kept = passed.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]] as const]))
  return { ...Object.fromEntries(kept), LC_ALL: 'C', TZ: 'UTC', ...more }
}

/**
 * Starts a program of PostgreSQL as the account, which cannot be undone: a child never becomes root again. `onStart` hears of
 * it in the same turn, before any signal to us can be handled.
 */
export async function startProgram(
  program: string,
  args: string[],
  account: Account | undefined,
  options: SpawnOptions,
  onStart: (pid: number) => void = () => {},
): Promise<ChildProcess> {
  try {
    const child = spawn(program, args, { env: programEnvironment(), ...options, ...account })
    if (child.pid !== undefined) onStart(child.pid)
    await once(child, 'spawn')
    return child
  } catch (error) {
    throw cannotRun(program, error, account)
  }
}

/** Runs a program of PostgreSQL to its end. `output` is all that it printed. */
export async function run(
  program: string,
  args: string[],
  { cwd, account, input = '' }: { cwd: string; account: Account | undefined; input?: string },
): Promise<{ code: number | null; output: string }> {
  const child = await startProgram(program, args, account, { cwd, stdio: 'pipe' })
  let output = ''
  for (const stream of [child.stdout!, child.stderr!])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text
    })
  // A program that has given up does not read its input: its exit code tells, not this.
  child.stdin!.on('error', () => {}).end(input)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

/** The sentence for a program that could not even be started. */
function cannotRun(program: string, error: unknown, account: Account | undefined): unknown {
  switch (errno(error)) {
    case 'ENOENT':
    case 'ENOEXEC':
    case 'EACCES':
      return new EmbeddedPostgresError(
        'programs_unusable',
        `${program} cannot be run here. Either its folder forbids it (a noexec mount), or this system lacks the C library that it needs (glibc; Alpine has another one).`,
        { cause: error },
      )
    case 'EPERM':
    case 'EINVAL':
      return account ? restrictedRoot(account.uid, error) : error
    default:
      return error
  }
}
