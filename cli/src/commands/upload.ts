import { Command } from 'commander'
import { projectNumber, wholeNumber, withConnectionOptions } from '../options.ts'
import type { UploadFlags } from './upload/upload.ts'

const examples = `
Examples:
  $ whisker upload ./photos --project 1
  $ whisker upload a.jpg b.png ./more --project 1
  $ whisker upload ./inbox --project 1 --watch      goes on, and sends what is put there later
  $ whisker upload ./photos --project 1 --dry-run   says what would be sent

Each picture becomes one task, known by the SHA-256 of its content: run the same command again after an interruption,
a crash or a changed folder, and only what is missing is sent. Files ending in .jpg, .jpeg, .png, .webp and .gif are
sent; hidden ones are passed over; a file that is named on the command line is sent whatever its name is.

Exit codes: 0 all are there, 1 some could not be sent (they are listed), 2 wrong usage, 3 no access or no service,
130 stopped by Ctrl-C.`

export function command(): Command {
  return withConnectionOptions(new Command('upload'))
    .description('Send pictures to a project, each exactly once.')
    .argument('<paths...>', 'folders and files')
    .requiredOption('--project <number>', 'the project that they are for', projectNumber)
    .option('--field <name>', 'the image field of the project (default: its first one)')
    .option('--concurrency <number>', 'files read, and requests under way, at the same time', wholeNumber(1, 64), 16)
    .option('--watch', 'go on looking for new pictures until Ctrl-C')
    .option('--dry-run', 'send nothing, say what would be sent')
    .option('--json', 'one JSON object a file on stdout, and a summary as the last line')
    .option(
      '--import <file>',
      'a sent_images.json of the article’s script: the files that it names count as sent (default: the one in this folder, if there is one)',
    )
    .option('--no-import', 'do not look for one')
    .option(
      '--journal <file>',
      'where to remember what was read (default: a file for each project in ~/.local/state/whisker)',
    )
    .addHelpText('after', examples)
    .action(async (paths: string[], flags: UploadFlags) => {
      const { upload } = await import('./upload/upload.ts')
      process.exitCode = await upload(paths, flags)
    })
}
