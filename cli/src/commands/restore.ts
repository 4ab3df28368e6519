import { resolve } from 'node:path'
import { Command } from 'commander'
import { dataOption, type ServeFlags, serverEnv } from '../options.ts'
import { becomeServer } from '../server-program.ts'

const examples = `
Examples:
  $ whisker restore /mnt/backups/whisker --data /srv/whisker
  $ whisker fsck --data /srv/whisker
  $ whisker serve --data /srv/whisker

The data directory must be new or empty: nothing is ever overwritten. Every picture is checked on its way. The backup is
not changed.`

export function command(): Command {
  return new Command('restore')
    .description('Make a data directory from what `whisker backup` has saved.')
    .argument('<folder>', 'the folder of the backup')
    .addOption(dataOption())
    .addHelpText('after', examples)
    .action((folder: string, flags: ServeFlags) =>
      becomeServer('restore', [resolve(folder)], serverEnv(flags, process.env)),
    )
}
