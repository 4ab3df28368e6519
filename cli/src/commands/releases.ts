import { Command } from 'commander'
import { changesCommand } from './releases/changes.ts'
import { deleteCommand } from './releases/delete.ts'
import { listCommand } from './releases/list.ts'
import { makeCommand } from './releases/make.ts'

const examples = `
Examples:
  $ whisker releases make 1 --name "Spring 2026"
  $ whisker releases list 1
  $ whisker releases changes 1 3 --since 1          what differs, task by task
  $ whisker results 1 --release 3 --out labels.csv  its rows, the same bytes each time
  $ whisker export 1 --release 3 --format coco --out birds.zip

A release is the results of one moment. It never changes, whatever is answered, corrected or deleted afterwards: rows and texts
are kept, and the hashes of pictures; a picture that is deleted later is named as missing.`

export function command(): Command {
  return new Command('releases')
    .description('Keep the results of a project as they are, and tell what has changed since.')
    .addHelpText('after', examples)
    .addCommand(listCommand())
    .addCommand(makeCommand())
    .addCommand(changesCommand())
    .addCommand(deleteCommand())
}
