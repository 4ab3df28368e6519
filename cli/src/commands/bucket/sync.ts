import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { projectNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'
import { describe } from './describe.ts'

export function syncCommand(): Command {
  return withConnectionOptions(new Command('sync'))
    .description('Look for new pictures now, and try again what failed.')
    .argument('<project>', 'its number', projectNumber)
    .action((projectId: number, flags: ConnectionFlags) =>
      withConnection(flags, async ({ client }) => {
        print(describe(await client.passBucket({ params: { project_id: projectId } })))
      }),
    )
}
