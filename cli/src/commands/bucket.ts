import { Command } from 'commander'
import { followCommand } from './bucket/follow.ts'
import { leaveCommand } from './bucket/leave.ts'
import { objectsCommand } from './bucket/objects.ts'
import { pauseCommand } from './bucket/pause.ts'
import { resumeCommand } from './bucket/resume.ts'
import { showCommand } from './bucket/show.ts'
import { syncCommand } from './bucket/sync.ts'

const examples = `
Examples:
  $ export AWS_ACCESS_KEY_ID=... AWS_SECRET_ACCESS_KEY=...
  $ whisker bucket follow 1 s3://cameras/2026/ --region eu-central-1 --dry-run   what would come
  $ whisker bucket follow 1 s3://cameras/2026/ --region eu-central-1
  $ whisker bucket follow 1 s3://cameras --endpoint https://minio.example.org --pattern '**/left/*.png'
  $ whisker bucket show 1                                                        how far it is
  $ whisker bucket objects 1 --state failed                                      what could not be taken, and why

A project follows one place: pictures that are new there become tasks, now and later. No task is ever deleted by itself.`

export function command(): Command {
  return new Command('bucket')
    .description('Follow a place in an S3-compatible store: what is new in it becomes a task.')
    .addHelpText('after', examples)
    .addCommand(followCommand())
    .addCommand(showCommand())
    .addCommand(syncCommand())
    .addCommand(objectsCommand())
    .addCommand(pauseCommand())
    .addCommand(resumeCommand())
    .addCommand(leaveCommand())
}
