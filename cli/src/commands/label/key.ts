import { ApiError, type Client, createClient } from '@whisker/api/client.ts'
import { configPath, readConfig, saveKey } from '../../config-file.ts'
import { exitCodes, Failure } from '../../failure.ts'
import type { Service } from './service.ts'

export type LabelKey = { client: Client; key: string; workspaceId: number; isNew: boolean }

/**
 * The key that is saved for this service, if it still works; else a new one, which only the process that has started
 * the service can ask for. It becomes the default of the other commands.
 *
 * @throws {Failure} when there is none and the service was started by somebody else
 */
export async function findLabelKey(
  { url, address, workspaceId, makeApiKey }: Service,
  env: NodeJS.ProcessEnv,
): Promise<LabelKey> {
  const { servers } = await readConfig(env)
  const saved = (servers[address] ?? servers[url])?.key
  const own = saved ? await check(address, saved) : null
  // The same address may have served another data directory last time.
  if (own && (workspaceId === null || own.workspaceId === workspaceId)) {
    await saveKey(env, address, own.key)
    return { ...own, isNew: false }
  }
  if (!makeApiKey)
    throw new Failure(
      exitCodes.noAccess,
      `The service at ${url} is running already with this data folder, and there is no key for it in ${configPath(env)}.\nMake one in its dashboard and run \`whisker login --url ${address}\`, or stop it and start again.`,
    )
  const key = await makeApiKey('whisker label')
  await saveKey(env, address, key)
  const made = await check(address, key)
  if (!made)
    throw new Failure(
      exitCodes.noAccess,
      `${url} does not accept the API key that it has just made. Please report this.`,
    )
  return { ...made, isNew: true }
}

async function check(url: string, key: string): Promise<Omit<LabelKey, 'isNew'> | null> {
  const client = createClient({ url, key })
  try {
    const { id } = await client.readWorkspace()
    return { client, key, workspaceId: id }
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 401) return null
    throw error
  }
}
