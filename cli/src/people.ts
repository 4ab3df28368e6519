import { Command } from 'commander'
import { sureOf } from './confirm.ts'
import { dataOption, type ServeFlags, serverEnv } from './options.ts'
import { becomeServer } from './server-program.ts'

const examples = `
Examples:
  $ whisker people export ada@example.org > ada.json
  $ whisker people delete ada@example.org

For the operator, when somebody asks for it who cannot sign in any more: it works on the database of this machine's settings
(DATA_DIR or DATABASE_URL), whether the service runs or not. People find both in their own settings, too. In place of the
address the id of a person can be given.`

export function command(): Command {
  const exported = new Command('export')
    .description('Everything that is kept about a person, as JSON.')
    .argument('<person>', 'e-mail or id')
    .addOption(dataOption())
    .action((person: string, flags: ServeFlags) =>
      becomeServer('people', ['export', person], serverEnv(flags, process.env)),
    )
  const deleted = new Command('delete')
    .description('Delete a person for good; their answers stay, under a pseudonym that leads nowhere.')
    .argument('<person>', 'e-mail or id')
    .option('--yes', 'do not ask')
    .addOption(dataOption())
    .action(async (person: string, { yes, ...flags }: ServeFlags & { yes?: boolean }) => {
      await sureOf(`Delete ${person} for good?`, yes)
      await becomeServer('people', ['delete', person], serverEnv(flags, process.env))
    })
  return new Command('people')
    .description('Give people what is kept about them, and delete them.')
    .addHelpText('after', examples)
    .addCommand(exported)
    .addCommand(deleted)
}
