import { Command } from 'commander'
import { createCommand } from './workspaces/create.ts'
import { listCommand } from './workspaces/list.ts'

const examples = `
Examples:
  $ whisker workspaces list
  $ whisker workspaces create --title "Museum of Birds" --owner ada@example.org

For the operator: it works on the database of this machine's settings (DATA_DIR or DATABASE_URL), whether the service runs or
not. A workspace has its own projects, pictures, keys and members; nothing of one can be seen from another. The link that is
printed makes its owner; it works once, for seven days.`

export function command(): Command {
  return new Command('workspaces')
    .description('Make and list the workspaces of a service.')
    .addHelpText('after', examples)
    .addCommand(createCommand())
    .addCommand(listCommand())
}
