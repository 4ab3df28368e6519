import { Command } from 'commander'
import { sureOf } from '../../confirm.ts'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { projectNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'

export function deleteCommand(): Command {
  return withConnectionOptions(new Command('delete'))
    .description('Delete a project with its tasks, answers, results and pictures, for good.')
    .argument('<project>', 'its number', projectNumber)
    .option('--yes', 'do not ask')
    .addHelpText(
      'after',
      '\nExample:\n  $ whisker projects delete 1\n\nOnly a backup brings it back. To put a project aside, archive it in the dashboard.',
    )
    .action((project_id: number, flags: ConnectionFlags & { yes?: boolean }) =>
      withConnection(flags, async ({ client }) => {
        const params = { project_id }
        const { title } = await client.readProject({ params })
        await sureOf(`Delete project ${project_id}, "${title}", for good?`, flags.yes)
        await client.deleteProject({ params })
        print(`Project ${project_id} is deleted. Its rows and pictures are being removed in the background.\n`)
      }),
    )
}
