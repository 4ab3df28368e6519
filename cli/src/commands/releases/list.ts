import type { Client } from '@whisker/api/client.ts'
import type { Release } from '@whisker/api/releases.ts'
import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { projectNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'

export function listCommand(): Command {
  return withConnectionOptions(new Command('list'))
    .description('List the releases of a project, newest first.')
    .argument('<project>', 'its number', projectNumber)
    .option('--json', 'one JSON object a line')
    .action((projectId: number, flags: ConnectionFlags & { json?: boolean }) =>
      withConnection(flags, async ({ client }) => {
        let found = 0
        for await (const release of allReleases(client, projectId)) {
          found++
          print(`${flags.json ? JSON.stringify(release) : lineOf(release)}\n`)
        }
        if (found === 0 && !flags.json)
          print(`There are no releases yet. Make one: whisker releases make ${projectId} --name "First"\n`)
      }),
    )
}

async function* allReleases(client: Client, projectId: number): AsyncGenerator<Release> {
  let after: string | undefined
  do {
    const params = { project_id: projectId }
    const page = await client.listReleases({ params, query: { ...(after && { after }) } })
    yield* page.data
    after = page.next
  } while (after)
}

/** `     3  2026-11-30    1200 tasks  Spring 2026  (+100 new, 12 changed)` */
export function lineOf({ number, created_at, tasks, name, since_previous: since }: Release): string {
  const parts = since
    ? [
        since.added > 0 && `${since.added} new`,
        since.changed > 0 && `${since.changed} changed`,
        since.removed > 0 && `${since.removed} gone`,
      ].filter(Boolean)
    : []
  const changed = since ? `  (${parts.join(', ') || 'nothing new'})` : ''
  return `${String(number).padStart(6)}  ${created_at.slice(0, 10)}  ${String(tasks).padStart(7)} ${tasks === 1 ? 'task ' : 'tasks'}  ${name}${changed}`
}
