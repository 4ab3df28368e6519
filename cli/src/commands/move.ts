import { Command } from 'commander'
import { dataOption, type ServeFlags, serverEnv } from '../options.ts'
import { becomeServer } from '../server-program.ts'

const examples = `
Examples:
  $ createdb --encoding UTF8 whisker
  $ DATABASE_URL=postgres://whisker:secret@db.example.org/whisker whisker move --data /srv/whisker
  $ whisker move --to postgres://whisker@db.example.org/whisker --data /srv/whisker

Stop the service first. The new database must be empty, and its PostgreSQL 15 or newer; everything goes in one transaction, and
each table is compared at the end. The old database is only read, and stays until you remove it. With --pictures the pictures go
from the data directory to the S3-compatible store of S3_ENDPOINT; without, they stay where they are.
Other users of this machine can see what stands on a command line: with a password, better set DATABASE_URL.
Exit codes: 0 everything is there, 1 without some pictures that were lost before, 3 nothing was moved.`

export function command(): Command {
  return new Command('move')
    .description('Bring everything from the embedded database to a PostgreSQL of your own.')
    .option('--to <address>', 'postgres://user:password@host:5432/database (default: DATABASE_URL)')
    .option('--pictures', 'bring the pictures to the store of S3_ENDPOINT as well')
    .addOption(dataOption())
    .addHelpText('after', examples)
    .action(({ to, pictures, ...flags }: ServeFlags & { to?: string; pictures?: boolean }) =>
      becomeServer('move', pictures ? ['--pictures'] : [], {
        ...serverEnv(flags, process.env),
        ...(to !== undefined && { DATABASE_URL: to }),
      }),
    )
}
