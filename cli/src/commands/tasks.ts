import { Command } from 'commander'
import { deleteCommand } from './tasks/delete.ts'
import { reopenCommand } from './tasks/reopen.ts'

const examples = `
Examples:
  $ whisker tasks delete 019b7c52-6a1e-8000-8000-000010000001
  $ whisker tasks delete --yes $(cat ids.txt)
  $ whisker tasks reopen --project 1 --status unreadable`

export function command(): Command {
  return new Command('tasks')
    .description('Delete single tasks, or open them again.')
    .addHelpText('after', examples)
    .addCommand(deleteCommand())
    .addCommand(reopenCommand())
}
