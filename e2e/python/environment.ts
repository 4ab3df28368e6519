import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** What is built and tested with; the two that the package itself needs are among them. */
const packages = ['hatchling>=1.25', 'httpx>=0.27,<1', 'pydantic>=2.7,<3', 'pytest>=8']
const imports = ['-c', 'import hatchling, httpx, pip, pydantic, pytest']

/** Kept between runs, outside of the tree: packages are fetched once. */
const cache = join(process.env.XDG_CACHE_HOME ?? tmpdir(), 'whisker-cache')

/** The Python of an environment that has what the tests need, or why there is none. */
export async function pythonOfTests(): Promise<{ path: string } | { missing: string }> {
  const kept = join(cache, 'python-tests')
  const path = pythonIn(kept)
  if (existsSync(path) && (await run(path, imports, 60)).ok) return { path }
  // Made beside it: a run that is stopped in the middle leaves no half of an environment, and two runs make one each.
  const made = `${kept}-${process.pid}`
  try {
    mkdirSync(cache, { recursive: true })
    const missing = await make(made)
    if (missing) return { missing }
    rmSync(kept, { recursive: true, force: true })
    renameSync(made, kept)
    return { path }
  } catch (error) {
    // Another run has put its own there since, or the folder is not ours.
    return existsSync(path) ? { path } : { missing: String(error) }
  } finally {
    rmSync(made, { recursive: true, force: true })
  }
}

function pythonIn(environment: string): string {
  return join(environment, 'bin', 'python')
}

/** @returns why it could not be made */
async function make(environment: string): Promise<string | null> {
  const is310 = ['-c', 'import sys; sys.exit(sys.version_info < (3, 10))']
  if (!(await run('python3', is310, 60)).ok) return 'It needs Python 3.10 or newer, as `python3`.'
  const venv = await run('python3', ['-m', 'venv', environment], 120)
  if (!venv.ok) return `python3 has no venv (Debian: python3-venv): ${venv.output.slice(-300)}`
  const options = ['-q', '--disable-pip-version-check', '--retries', '1', '--timeout', '10']
  const pip = await run(pythonIn(environment), ['-m', 'pip', 'install', ...options, ...packages], 120)
  return pip.ok ? null : `pip could not get ${packages.join(', ')}: ${pip.output.slice(-500)}`
}

function run(program: string, args: string[], seconds: number): Promise<Ran> {
  return runProgram(program, args, { cwd: cache, seconds })
}

type Ran = { ok: boolean; output: string }
type How = { cwd: string; env?: Record<string, string>; seconds: number }

/** Runs a program to its end. After `seconds` it is ended with all that it has started. */
export function runProgram(program: string, args: string[], { cwd, env, seconds }: How): Promise<Ran> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, detached: true })
    let output = ''
    const read = (bytes: Buffer) => {
      output = (output + bytes).slice(-100_000)
    }
    child.stdout.on('data', read)
    child.stderr.on('data', read)
    const timer = setTimeout(() => {
      output += `\nIt did not end within ${seconds} seconds.`
      endGroup(child.pid)
    }, seconds * 1000)
    const end = (ok: boolean) => {
      clearTimeout(timer)
      resolve({ ok, output })
    }
    child.on('error', (error) => {
      output += error.message
      end(false)
    })
    child.on('close', (code) => end(code === 0))
  })
}

function endGroup(leader: number | undefined): void {
  try {
    if (leader) process.kill(-leader, 'SIGKILL')
  } catch {
    // It has just ended by itself.
  }
}
