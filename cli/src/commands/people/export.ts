import { Command } from 'commander'
import { dataOption, type ServeFlags, serverEnv } from '../../options.ts'
import { becomeServer } from '../../server-program.ts'

export function exportCommand(): Command {
  return new Command('export')
    .description('Everything that is kept about a person, as JSON.')
    .argument('<person>', 'e-mail or id')
    .addOption(dataOption())
    .action((person: string, flags: ServeFlags) =>
      becomeServer('people', ['export', person], serverEnv(flags, process.env)),
    )
}
