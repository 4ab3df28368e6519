import { Command } from 'commander'
import { sureOf } from '../../confirm.ts'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { projectNumber, releaseNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'

export function deleteCommand(): Command {
  return withConnectionOptions(new Command('delete'))
    .description('Delete a release for good. The results of today stay.')
    .argument('<project>', 'its number', projectNumber)
    .argument('<release>', 'its number', releaseNumber)
    .option('--yes', 'do not ask')
    .action((projectId: number, number: number, flags: ConnectionFlags & { yes?: boolean }) =>
      withConnection(flags, async ({ client }) => {
        const params = { project_id: projectId, number }
        const { name } = await client.readRelease({ params })
        await sureOf(`Delete release ${number}, "${name}", for good?`, flags.yes)
        await client.deleteRelease({ params })
        print(`deleted release ${number}\n`)
      }),
    )
}
