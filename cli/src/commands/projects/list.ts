import type { Client } from '@whisker/api/client.ts'
import type { ListedProject } from '@whisker/api/projects.ts'
import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'

type Flags = ConnectionFlags & { json?: boolean }

export function listCommand(): Command {
  return withConnectionOptions(new Command('list'))
    .description('List your projects, newest first, and how far each is.')
    .option('--json', 'one JSON object a line')
    .addHelpText('after', '\nExample:\n  $ whisker projects list --json | jq .id')
    .action((flags: Flags) =>
      withConnection(flags, async ({ client }) => {
        let found = 0
        for await (const project of allProjects(client)) {
          found++
          print(flags.json ? `${JSON.stringify(project)}\n` : `${line(project)}\n`)
        }
        if (found === 0 && !flags.json)
          print('There are no projects yet. Make one with `whisker projects create --help`, or in the dashboard.\n')
      }),
    )
}

async function* allProjects(client: Client): AsyncGenerator<ListedProject> {
  let after: string | undefined
  do {
    const page = await client.listProjects({ query: { ...(after && { after }) } })
    yield* page.data
    after = page.next
  } while (after)
}

function line({ id, status, title, progress }: ListedProject): string {
  return `${String(id).padStart(6)}  ${doneOf(progress).padEnd(14)}  ${title}${status === 'active' ? '' : `  (${status})`}`
}

/** How many of the tasks that people can finish are completed. */
function doneOf({ tasks: { open, completed, needs_review } }: ListedProject['progress']): string {
  const all = open + completed + needs_review
  return all === 0 ? 'no tasks' : `${Math.floor((completed / all) * 100)}% of ${all}`
}
