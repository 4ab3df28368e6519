import { Command } from 'commander'
import { deleteCommand } from './people/delete.ts'
import { exportCommand } from './people/export.ts'

const examples = `
Examples:
  $ whisker people export ada@example.org > ada.json
  $ whisker people delete ada@example.org

For the operator, when somebody asks for it who cannot sign in any more: it works on the database of this machine's settings
(DATA_DIR or DATABASE_URL), whether the service runs or not. People find both in their own settings, too. In place of the
address the id of a person can be given.`

export function command(): Command {
  return new Command('people')
    .description('Give people what is kept about them, and delete them.')
    .addHelpText('after', examples)
    .addCommand(exportCommand())
    .addCommand(deleteCommand())
}
