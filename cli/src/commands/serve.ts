import { Command } from 'commander'
import { type ServeFlags, serverEnv, withServeOptions } from '../options.ts'
import { becomeServer } from '../server-program.ts'

const examples = `
Examples:
  $ whisker serve                                   on http://127.0.0.1:4000, data in ./data
  $ whisker serve --port 8080 --data /srv/whisker
  $ DATABASE_URL=postgres://... whisker serve       on your own PostgreSQL

All settings are environment variables; the README lists them. Stop it with Ctrl-C: what is under way is finished.`

export function command(): Command {
  return withServeOptions(new Command('serve'))
    .description(
      'Start the service. It prints its address and, while it has no owner, a one-time link that makes you its owner.',
    )
    .addHelpText('after', examples)
    .action((flags: ServeFlags) => becomeServer('main', [], serverEnv(flags, process.env)))
}
