import { resolve } from 'node:path'
import { Command } from 'commander'
import { dataOption, type ServeFlags, serverEnv } from '../options.ts'
import { becomeServer } from '../server-program.ts'

const examples = `
Examples:
  $ whisker backup /mnt/backups/whisker
  $ whisker backup /mnt/backups/whisker --data /srv/whisker     every night, by cron

The service may run or not. Everything that it acknowledged before the backup began is in it. Into the same folder again,
only the pictures that are new are copied; the database is copied anew, and takes the place of the older copy once it is
whole. Keep the folder as safe as the data itself. \`whisker restore\` makes a data directory from it.`

export function command(): Command {
  return new Command('backup')
    .description('Copy the database and the pictures into a folder, while the service runs.')
    .argument('<folder>', 'an empty folder, a new one, or that of an earlier backup')
    .addOption(dataOption())
    .addHelpText('after', examples)
    .action((folder: string, flags: ServeFlags) =>
      becomeServer('backup', [resolve(folder)], serverEnv(flags, process.env)),
    )
}
