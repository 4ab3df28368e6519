import { Command } from 'commander'
import { dataOption, type ServeFlags, serverEnv } from '../../options.ts'
import { becomeServer } from '../../server-program.ts'

export function createCommand(): Command {
  return new Command('create')
    .description('Make a workspace, and a link for its owner.')
    .requiredOption('--title <title>', 'its name')
    .option('--owner <e-mail>', 'only for who has this address')
    .addOption(dataOption())
    .action(({ title, owner, ...flags }: ServeFlags & { title: string; owner?: string }) =>
      becomeServer('workspaces', ['create', title, ...(owner ? [owner] : [])], serverEnv(flags, process.env)),
    )
}
