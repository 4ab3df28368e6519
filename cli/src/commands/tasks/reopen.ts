import { ApiError, type Client } from '@whisker/api/client.ts'
import { Command, Option } from 'commander'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { exitCodes, usageFailure } from '../../failure.ts'
import { projectNumber, withConnectionOptions } from '../../options.ts'
import { print, tell } from '../../terminal.ts'

const examples = `
Examples:
  $ whisker tasks reopen 019aaa00-0000-8000-8000-000000000001
  $ whisker tasks reopen --project 1 --status unreadable

A task that is open again keeps the answers that it has. A cancelled or unreadable one is asked about by nobody until then.`

const statuses = ['cancelled', 'unreadable'] as const
type Flags = ConnectionFlags & { project?: number; status?: (typeof statuses)[number]; json?: boolean }

export function reopenCommand(): Command {
  return withConnectionOptions(new Command('reopen'))
    .description('Open cancelled or unreadable tasks again.')
    .argument('[task...]', 'their ids')
    .option('-p, --project <number>', 'all tasks of this project that have the status', projectNumber)
    .addOption(new Option('--status <status>', 'with --project: which of them').choices(statuses))
    .option('--json', 'one JSON object a task')
    .addHelpText('after', examples)
    .action((ids: string[], flags: Flags) => withConnection(flags, ({ client }) => reopen(client, ids, flags)))
}

async function reopen(client: Client, ids: string[], { project, status, json = false }: Flags): Promise<void> {
  const byProject = project !== undefined && status !== undefined
  if (byProject === ids.length > 0)
    throw usageFailure('Name the tasks by their ids, or all of a project by --project and --status.')
  const counts = { reopened: 0, refused: 0 }
  for await (const task_id of byProject ? tasksOf(client, project, status) : ids) {
    try {
      const task = await client.reopenTask({ params: { task_id } })
      counts.reopened++
      if (json) print(`${JSON.stringify({ task_id, status: task.status })}\n`)
    } catch (error) {
      // No key, no service: that is about every task.
      if (!(error instanceof ApiError) || ![404, 409, 422].includes(error.problem.status)) throw error
      counts.refused++
      if (json) print(`${JSON.stringify({ task_id, status: 'error', code: error.code })}\n`)
      else tell(`${task_id}: ${error.message}\n`)
    }
  }
  if (!json) print(`${counts.reopened} ${counts.reopened === 1 ? 'task is' : 'tasks are'} open again.\n`)
  if (counts.refused > 0) process.exitCode = exitCodes.someFailed
}

async function* tasksOf(client: Client, project_id: number, status: (typeof statuses)[number]): AsyncGenerator<string> {
  let after: string | undefined
  do {
    const page = await client.listTasks({ query: { project_id, status, limit: 200, ...(after && { after }) } as never })
    for (const { id } of page.data) yield id
    after = page.next
  } while (after)
}
