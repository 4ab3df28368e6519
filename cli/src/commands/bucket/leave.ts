import { Command } from 'commander'
import { sureOf } from '../../confirm.ts'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { projectNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'

export function leaveCommand(): Command {
  return withConnectionOptions(new Command('leave'))
    .description('Follow the bucket no more, and forget its keys. Tasks stay.')
    .argument('<project>', 'its number', projectNumber)
    .option('--yes', 'do not ask')
    .action((projectId: number, flags: ConnectionFlags & { yes?: boolean }) =>
      withConnection(flags, async ({ client }) => {
        const params = { project_id: projectId }
        const { bucket } = await client.readBucket({ params })
        await sureOf(`Follow the bucket ${bucket} no more?`, flags.yes)
        await client.deleteBucket({ params })
        print(`project ${projectId} follows no bucket any more\n`)
      }),
    )
}
