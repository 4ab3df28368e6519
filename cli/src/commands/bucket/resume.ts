import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { projectNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'
import { describe } from './describe.ts'

export function resumeCommand(): Command {
  return withConnectionOptions(new Command('resume'))
    .description('Follow the bucket again.')
    .argument('<project>', 'its number', projectNumber)
    .action((projectId: number, flags: ConnectionFlags) =>
      withConnection(flags, async ({ client }) => {
        print(describe(await client.resumeBucket({ params: { project_id: projectId } })))
      }),
    )
}
