import { Command } from 'commander'
import { sureOf } from '../../confirm.ts'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'

export function deleteCommand(): Command {
  return withConnectionOptions(new Command('delete'))
    .description('Delete tasks with their answers, results and pictures, for good.')
    .argument('<task...>', 'their ids')
    .option('--yes', 'do not ask')
    .addHelpText('after', '\nOnly a backup brings them back.')
    .action((ids: string[], flags: ConnectionFlags & { yes?: boolean }) =>
      withConnection(flags, async ({ client }) => {
        const what = ids.length === 1 ? 'this task' : `these ${ids.length} tasks`
        await sureOf(`Delete ${what} for good? Answers and results go too.`, flags.yes)
        for (const task_id of ids) {
          await client.deleteTask({ params: { task_id } })
          print(`deleted ${task_id}\n`)
        }
      }),
    )
}
