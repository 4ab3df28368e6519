import { Command } from 'commander'
import { sureOf } from '../../confirm.ts'
import { dataOption, type ServeFlags, serverEnv } from '../../options.ts'
import { becomeServer } from '../../server-program.ts'

export function deleteCommand(): Command {
  return new Command('delete')
    .description('Delete a person for good; their answers stay, under a pseudonym that leads nowhere.')
    .argument('<person>', 'e-mail or id')
    .option('--yes', 'do not ask')
    .addOption(dataOption())
    .action(async (person: string, { yes, ...flags }: ServeFlags & { yes?: boolean }) => {
      await sureOf(`Delete ${person} for good?`, yes)
      await becomeServer('people', ['delete', person], serverEnv(flags, process.env))
    })
}
