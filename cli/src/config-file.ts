import { chmod, mkdir, open, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'
import { z } from 'zod'
import { usageFailure } from './failure.ts'

type Env = Record<string, string | undefined>

/** The services that this person uses, with a key each. Fields that a later version writes are kept. */
const Config = z.looseObject({
  default: z.string().optional(),
  servers: z.record(z.string(), z.looseObject({ key: z.string() })).default({}),
})
export type Config = z.infer<typeof Config>

/** `$XDG_CONFIG_HOME/whisker/config.json`, or in `~/.config`. */
export function configPath(env: Env): string {
  return join(xdgFolder(env.XDG_CONFIG_HOME, '.config'), 'whisker', 'config.json')
}

/** `$XDG_STATE_HOME/whisker`, or in `~/.local/state`: what may be lost without harm. */
export function stateFolder(env: Env): string {
  return join(xdgFolder(env.XDG_STATE_HOME, '.local/state'), 'whisker')
}

/** The XDG specification: a relative path is to be ignored. */
function xdgFolder(value: string | undefined, fallback: string): string {
  return value && isAbsolute(value) ? value : join(homedir(), fallback)
}

/**
 * @returns an empty configuration when there is no file
 * @throws {Failure} for a file that others can read (it holds keys), or that is not ours
 */
export async function readConfig(env: Env): Promise<Config> {
  const path = configPath(env)
  let text: string
  try {
    const file = await open(path, 'r')
    try {
      const { mode } = await file.stat()
      if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw exposed(path, mode)
      text = await file.readFile('utf8')
    } finally {
      await file.close()
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return { servers: {} }
    if (codeOf(error))
      throw usageFailure(
        `${path} cannot be read (${codeOf(error)}). Mend its permissions, or name service and key with WHISKER_URL and WHISKER_KEY.`,
      )
    throw error
  }
  const parsed = Config.safeParse(parseJson(text))
  if (!parsed.success) throw usageFailure(`${path} is damaged. Delete it and run \`whisker login\` again.`)
  return parsed.data
}

function exposed(path: string, mode: number) {
  const octal = (mode & 0o777).toString(8)
  return usageFailure(
    `Other people on this machine can read ${path} (mode ${octal}), and it holds your API keys.\nRun \`chmod 600 ${path}\`. If somebody may have read it, revoke the keys in the dashboard.`,
  )
}

/** Saves a key for an address and makes it the one that commands use. A crash leaves the old file or the new one. */
export async function saveKey(env: Env, url: string, key: string): Promise<string> {
  const config = await readConfig(env)
  const path = configPath(env)
  const folder = dirname(path)
  const next = { ...config, default: url, servers: { ...config.servers, [url]: { ...config.servers[url], key } } }
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 })
    await chmod(folder, 0o700)
    const unfinished = `${path}.${process.pid}.part`
    await rm(unfinished, { force: true })
    const file = await open(unfinished, 'wx', 0o600)
    try {
      await file.writeFile(`${JSON.stringify(next, null, 2)}\n`)
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(unfinished, path)
  } catch (error) {
    throw usageFailure(
      `The key could not be saved in ${path} (${codeOf(error)}). Make the folder writable, or pass the key as WHISKER_KEY.`,
    )
  }
  return path
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The system's code of an error (`ENOENT`), if it has one. */
export function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
