import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { projectNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'
import { describe } from './describe.ts'

export function pauseCommand(): Command {
  return withConnectionOptions(new Command('pause'))
    .description('Leave the bucket alone for a while.')
    .argument('<project>', 'its number', projectNumber)
    .action((projectId: number, flags: ConnectionFlags) =>
      withConnection(flags, async ({ client }) => {
        print(describe(await client.pauseBucket({ params: { project_id: projectId } })))
      }),
    )
}
