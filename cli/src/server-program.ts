import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { become, modules } from '../bin/current-node.js'
import { exitCodes, Failure } from './failure.ts'

type Program = 'main' | 'doctor' | 'fsck' | 'backup' | 'restore' | 'move' | 'workspaces' | 'people'

/**
 * A program of the server package. The CLI never imports the server (it must work without it, against a service
 * elsewhere): it runs it.
 *
 * @throws {Failure} when the server package is not installed
 */
export function serverProgram(name: Program): string {
  try {
    const path = fileURLToPath(import.meta.resolve(`@whisker/server/${name}.ts`))
    if (existsSync(path)) return path
  } catch {
    // Not exported, or not installed: beside us in the repository?
  }
  const beside = fileURLToPath(new URL(`../../server/src/${name}.ts`, import.meta.url))
  if (existsSync(beside)) return beside
  throw new Failure(
    exitCodes.someFailed,
    'The server is not installed here, only the command line. Get the whole of Whisker and use `npm start`, or name a running service with --url.',
  )
}

/**
 * How Node runs the server. A young generation of 8 MB instead of 16: the service takes in and gives out a lot that
 * dies young. The old one is collected at 64 MB the first time, and when it has doubled since: V8 looks at how much memory the machine
 * has and lets it grow to several times what lives. While pictures came in the service had 303 MB at the most, and 409 without.
 */
export const serverFlags = ['--max-semi-space-size=8', '--initial-old-space-size=64', '--heap-growing-percent=100']

/**
 * Pictures are written by libuv's threads; four of them wait for the disk one after the other. And glibc may keep two
 * heaps instead of one for each of some twenty threads, which saves memory and costs no time.
 *
 * Compiled modules are kept beside the installed packages, whoever may write there: a thread that refits starts three times as fast.
 */
export function serverEnvironment(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return {
    ...env,
    UV_THREADPOOL_SIZE: env.UV_THREADPOOL_SIZE ?? '16',
    MALLOC_ARENA_MAX: env.MALLOC_ARENA_MAX ?? '2',
    NODE_COMPILE_CACHE: env.NODE_COMPILE_CACHE ?? join(modules, '.cache/whisker'),
  }
}

/** Becomes a program of the server: one process, with its signals and its exit code. Does not return. */
export function becomeServer(name: Program, args: string[], env: NodeJS.ProcessEnv): Promise<never> {
  become(process.execPath, [...serverFlags, serverProgram(name), ...args], serverEnvironment(env))
  // Where the program runs as a child, its end ends this process.
  return new Promise(() => {})
}
