import { Command } from 'commander'
import { dataOption, type ServeFlags, serverEnv } from './options.ts'
import { becomeServer } from './server-program.ts'

const examples = `
Examples:
  $ whisker workspaces list
  $ whisker workspaces create --title "Museum of Birds" --owner ada@example.org

For the operator: it works on the database of this machine's settings (DATA_DIR or DATABASE_URL), whether the service runs or
not. A workspace has its own projects, pictures, keys and members; nothing of one can be seen from another. The link that is
printed makes its owner; it works once, for seven days.`

export function command(): Command {
  const create = new Command('create')
    .description('Make a workspace, and a link for its owner.')
    .requiredOption('--title <title>', 'its name')
    .option('--owner <e-mail>', 'only for who has this address')
    .addOption(dataOption())
    .action(({ title, owner, ...flags }: ServeFlags & { title: string; owner?: string }) =>
      becomeServer('workspaces', ['create', title, ...(owner ? [owner] : [])], serverEnv(flags, process.env)),
    )
  const list = new Command('list')
    .description('The workspaces of this service.')
    .addOption(dataOption())
    .action((flags: ServeFlags) => becomeServer('workspaces', ['list'], serverEnv(flags, process.env)))
  return new Command('workspaces')
    .description('Make and list the workspaces of a service.')
    .addHelpText('after', examples)
    .addCommand(create)
    .addCommand(list)
}
