import { Command } from 'commander'
import { type ServeFlags, serverEnv, withServeOptions } from './options.ts'
import { becomeServer } from './server-program.ts'

const examples = `
Examples:
  $ whisker doctor
  $ whisker doctor --data /srv/whisker`

export function command(): Command {
  return withServeOptions(new Command('doctor'))
    .description('Check the settings, the database, the storage and what is kept in them, and say what to mend.')
    .addHelpText('after', examples)
    .allowExcessArguments()
    .allowUnknownOption()
    .action((flags: ServeFlags, self: Command) => becomeServer('doctor', self.args, serverEnv(flags, process.env)))
}
