import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { projectNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'
import { lineOf } from './list.ts'

type Flags = ConnectionFlags & { name: string; notes?: string; likely?: boolean; json?: boolean }

export function makeCommand(): Command {
  return withConnectionOptions(new Command('make'))
    .description('Keep the results of now under a name.')
    .argument('<project>', 'its number', projectNumber)
    .requiredOption('--name <text>', 'what you will call it in papers and code')
    .option('--notes <text>', 'what it is for, what was changed')
    .option('--likely', 'tasks that wait for a review as well, with what their answers make likely')
    .option('--json', 'the release as a JSON object')
    .action((projectId: number, { name, notes = '', likely = false, json, ...flags }: Flags) =>
      withConnection(flags, async ({ client }) => {
        const body = { name, notes, likely }
        const release = await client.createRelease({ params: { project_id: projectId }, body })
        print(`${json ? JSON.stringify(release) : lineOf(release)}\n`)
      }),
    )
}
