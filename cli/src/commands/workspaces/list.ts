import { Command } from 'commander'
import { dataOption, type ServeFlags, serverEnv } from '../../options.ts'
import { becomeServer } from '../../server-program.ts'

export function listCommand(): Command {
  return new Command('list')
    .description('The workspaces of this service.')
    .addOption(dataOption())
    .action((flags: ServeFlags) => becomeServer('workspaces', ['list'], serverEnv(flags, process.env)))
}
