import { Command, Option } from 'commander'
import { wholeNumber, withServeOptions } from '../options.ts'
import type { LabelFlags } from './label/label.ts'

const examples = `
Examples:
  $ whisker label                      a service with example pictures, to look around
  $ whisker label ./photos             with your own pictures
  $ whisker label ./photos --port 0 --data /srv/whisker

It starts the service, makes the project "What animal is this?" once, sends the folder and prints the links. Started
again, it goes on with the same data and sends only what is new. Ctrl-C stops the service cleanly.`

export function command(): Command {
  return withServeOptions(new Command('label'))
    .description('From a folder of pictures to labels in one command (what `npm start` runs).')
    .argument('[paths...]', 'folders and files; without any, example pictures')
    .option('--json', 'when ready, one line of JSON on stdout: url, setup_url, project_id, api_key, label_url')
    .option('--concurrency <number>', 'files read, and requests under way, at the same time', wholeNumber(1, 64), 16)
    .addOption(new Option('--cwd <folder>', 'where the paths start from').hideHelp())
    .addHelpText('after', examples)
    .action(async (paths: string[], flags: LabelFlags) => {
      const { label } = await import('./label/label.ts')
      process.exitCode = await label(paths, flags)
    })
}
