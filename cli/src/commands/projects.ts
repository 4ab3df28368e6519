import { Command } from 'commander'
import { createCommand } from './projects/create.ts'
import { deleteCommand } from './projects/delete.ts'
import { listCommand } from './projects/list.ts'
import { showCommand } from './projects/show.ts'

const examples = `
Examples:
  $ whisker projects list
  $ whisker projects show 1
  $ whisker projects create --title "Cat or dog?" --image photo --radio 'animal=cat,dog'`

export function command(): Command {
  return new Command('projects')
    .description('List, show, create and delete projects. A project is one kind of question.')
    .addHelpText('after', examples)
    .addCommand(listCommand())
    .addCommand(showCommand())
    .addCommand(createCommand())
    .addCommand(deleteCommand())
}
