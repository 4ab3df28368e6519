import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { closeSync, mkdirSync, openSync, readFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { readProcessorOf } from '../processor.ts'
import { labelStudioClient } from './label-studio-client.ts'
import type { Labeler } from './labeler.ts'

export const version = '1.23.2'
const token = 'whisker-peers-0123456789abcdef0123456789'
const maxStartSeconds = 120

/** Installed into a throwaway environment; LABEL_STUDIO names one that is there already. @returns its folder */
export function installLabelStudio(folder: string): string {
  const there = process.env.LABEL_STUDIO
  if (there) return there
  const venv = join(folder, 'venv')
  execFileSync('python3', ['-m', 'venv', venv], { stdio: 'inherit' })
  const packages = [`label-studio==${version}`, 'gunicorn']
  execFileSync(join(venv, 'bin/pip'), ['install', '--quiet', '--disable-pip-version-check', ...packages], {
    stdio: 'inherit',
  })
  return venv
}

/** An empty database of a PostgreSQL, for a Label Studio that serves many; without one, SQLite and Django's own server. */
export type Database = { host: string; name: string; user: string; password: string; postmaster: number }

export async function startLabelStudio(venv: string, folder: string, database: Database | null): Promise<Labeler> {
  mkdirSync(folder, { recursive: true })
  const port = await freePort()
  const env = { ...process.env, ...environment(folder, database) }
  const who = ['--username', 'ada@example.org', '--password', 'three blind mice run', '--user-token', token]
  // Without the flag it refuses its own token (`legacy_api_tokens_enabled`).
  const log = openSync(join(folder, 'log'), 'a')
  execFileSync(join(venv, 'bin/label-studio'), ['init', ...who, '--enable-legacy-api-token', '--quiet'], {
    env,
    stdio: ['ignore', log, log],
  })
  const [program, ...args] = database ? gunicorn(venv, port) : djangosOwn(port)
  const child = spawn(join(venv, 'bin', program as string), args, { env, stdio: ['ignore', log, log], detached: true })
  closeSync(log)
  const ended = once(child, 'exit')
  const url = `http://127.0.0.1:${port}`
  await waitFor(url, () => child.exitCode === null, join(folder, 'log'))
  return {
    name: database ? 'PostgreSQL, gunicorn with 2 processes' : 'SQLite, its own server',
    ...labelStudioClient(url, token),
    processorMs: () => readProcessorOf([child.pid as number, ...(database ? [database.postmaster] : [])]),
    stop: async () => {
      if (child.exitCode === null) process.kill(-(child.pid as number), 'SIGTERM')
      await ended
    },
  }
}

function environment(folder: string, database: Database | null): Record<string, string> {
  const quiet = { SENTRY_DSN: '', FRONTEND_SENTRY_DSN: '', COLLECT_ANALYTICS: 'false', LATEST_VERSION_CHECK: 'false' }
  const base = { ...quiet, LABEL_STUDIO_BASE_DATA_DIR: folder, DJANGO_DB: 'sqlite' }
  if (!database) return base
  const { host, name, user, password } = database
  return {
    ...base,
    ...{ DJANGO_DB: 'default', POSTGRE_HOST: host, POSTGRE_NAME: name, POSTGRE_USER: user },
    ...{ POSTGRE_PASSWORD: password, DJANGO_SETTINGS_MODULE: 'core.settings.label_studio' },
  }
}

const djangosOwn = (port: number) => [
  'label-studio',
  'start',
  '--no-browser',
  '--internal-host',
  '127.0.0.1',
  '--port',
  String(port),
]

function gunicorn(venv: string, port: number): string[] {
  const find = 'import importlib.util; print(importlib.util.find_spec("label_studio").submodule_search_locations[0])'
  const code = execFileSync(join(venv, 'bin/python'), ['-c', find], { encoding: 'utf8' }).trim()
  return [
    'gunicorn',
    '--workers',
    '2',
    '--timeout',
    '120',
    '--bind',
    `127.0.0.1:${port}`,
    '--chdir',
    code,
    'core.wsgi:application',
  ]
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as { port: number }
  server.close()
  return port
}

async function waitFor(url: string, isRunning: () => boolean, log: string): Promise<void> {
  for (const end = Date.now() + maxStartSeconds * 1000; Date.now() < end && isRunning(); await sleep(500)) {
    const response = await fetch(`${url}/health`).catch(() => null)
    if (response?.ok) return
  }
  throw new Error(`Label Studio did not start:\n${readFileSync(log, 'utf8').slice(-2000)}`)
}
