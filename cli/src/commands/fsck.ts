import { Command } from 'commander'
import { dataOption, type ServeFlags, serverEnv } from '../options.ts'
import { becomeServer } from '../server-program.ts'

const examples = `
Examples:
  $ whisker fsck
  $ whisker fsck --data /srv/whisker --json | tail -1

It reads every stored picture, so it takes as long as reading the disk does. It changes nothing; the service may run or not.
With --json each line is one fault, and the last line has the counts.
Exit codes: 0 nothing is wrong, 1 something is, 3 it could not be looked at.`

export function command(): Command {
  return new Command('fsck')
    .description('Compare what the database says with what is there: every picture, every counter, every result.')
    .addOption(dataOption())
    .option('--json', 'one JSON object a line')
    .addHelpText('after', examples)
    .action(({ json, ...flags }: ServeFlags & { json?: boolean }) =>
      becomeServer('fsck', json ? ['--json'] : [], serverEnv(flags, process.env)),
    )
}
