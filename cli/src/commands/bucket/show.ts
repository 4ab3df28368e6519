import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { projectNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'
import { describe } from './describe.ts'

export function showCommand(): Command {
  return withConnectionOptions(new Command('show'))
    .description('Show the bucket of a project, and how far it is.')
    .argument('<project>', 'its number', projectNumber)
    .option('--json', 'as a JSON object')
    .action((projectId: number, flags: ConnectionFlags & { json?: boolean }) =>
      withConnection(flags, async ({ client }) => {
        const bucket = await client.readBucket({ params: { project_id: projectId } })
        print(flags.json ? `${JSON.stringify(bucket)}\n` : describe(bucket))
      }),
    )
}
