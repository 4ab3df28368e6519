import { createClient } from '@whisker/api/client.ts'
import { Command } from 'commander'
import { readConfig, saveKey } from '../config-file.ts'
import { cleanKey, fetchInPlace, normalizeUrl } from '../connection.ts'
import { exitCodes, Failure, toFailure, usageFailure } from '../failure.ts'
import { withConnectionOptions } from '../options.ts'
import { print, tell } from '../terminal.ts'

const examples = `
Examples:
  $ whisker login                                   asks for both
  $ whisker login --url https://labels.example.org
  $ WHISKER_KEY=whk_... whisker login --url https://labels.example.org    from a script

The key is kept in ~/.config/whisker/config.json, which only you can read. Make keys in the dashboard, under "API keys".`

type Flags = { url?: string; key?: string }

export function command(): Command {
  return withConnectionOptions(new Command('login'))
    .description('Save the address of a service and your API key, so that other commands need neither.')
    .addHelpText('after', examples)
    .action(login)
}

async function login(flags: Flags): Promise<void> {
  const url = normalizeUrl(flags.url ?? process.env.WHISKER_URL ?? (await askForUrl()))
  const key = cleanKey(flags.key ?? process.env.WHISKER_KEY ?? (await askForKey(url)))
  const client = createClient({ url, key, fetch: fetchInPlace(url) })
  const workspace = await client.readWorkspace().catch((error) => {
    throw toFailure(error, url)
  })
  const path = await saveKey(process.env, url, key)
  print(`The key works: it is for the workspace "${workspace.title}" at ${url}.\nIt is saved in ${path}.\n`)
  if (url.startsWith('http:') && !/^http:\/\/(127\.|localhost|\[::1\])/.test(url))
    tell('Note: this address is not encrypted (http, not https). Who can listen in on the network can read the key.\n')
}

async function askForUrl(): Promise<string> {
  const { text } = await prompts('--url')
  const { default: saved } = await readConfig(process.env)
  const initialValue = saved ?? 'http://127.0.0.1:4000'
  return answered(await text({ message: 'Address of the service', initialValue, validate: wrongUrl }))
}

async function askForKey(url: string): Promise<string> {
  const { password } = await prompts('WHISKER_KEY')
  return answered(
    await password({
      message: `API key for ${url} (dashboard, "API keys")`,
      validate: (value) => (value?.trim() ? undefined : 'Paste the key; it begins with whk_.'),
    }),
  )
}

/** Only a person can be asked. */
async function prompts(instead: string) {
  if (!process.stdin.isTTY) throw usageFailure(`There is no terminal to ask in. Give ${instead} instead.`)
  return import('@clack/prompts')
}

/** Ctrl-C in a prompt is a symbol. */
function answered(value: string | symbol): string {
  if (typeof value === 'string') return value
  throw new Failure(exitCodes.interrupted, 'Stopped; nothing was saved.')
}

function wrongUrl(value: string | undefined): string | undefined {
  try {
    normalizeUrl(value ?? '')
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : undefined
  }
}
