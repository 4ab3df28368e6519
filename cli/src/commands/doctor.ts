import { Command } from 'commander'
import { dataOption, type ServeFlags, serverEnv } from '../options.ts'
import { becomeServer } from '../server-program.ts'

const examples = `
Examples:
  $ whisker doctor
  $ whisker doctor --data /srv/whisker

It looks at the settings of the environment, as \`whisker serve\` does; the service may run or not.
Exit codes: 0 nothing is wrong, 1 something needs your attention.`

export function command(): Command {
  return new Command('doctor')
    .description('Check the settings, the database and the storage, and say what to mend.')
    .addOption(dataOption())
    .addHelpText('after', examples)
    .action((flags: ServeFlags) => becomeServer('doctor', [], serverEnv(flags, process.env)))
}
