import { type BucketObject, objectFilters } from '@whisker/api/buckets.ts'
import { Command, Option } from 'commander'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { projectNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'

type State = (typeof objectFilters)[number]
type Flags = ConnectionFlags & { state?: State; json?: boolean }

export function objectsCommand(): Command {
  return withConnectionOptions(new Command('objects'))
    .description('List the objects of the bucket, and what became of each.')
    .argument('<project>', 'its number', projectNumber)
    .addOption(new Option('--state <state>', 'only these').choices([...objectFilters]))
    .option('--json', 'one JSON object a line')
    .action((projectId: number, { state, json, ...flags }: Flags) =>
      withConnection(flags, async ({ client }) => {
        let after: string | undefined
        do {
          const query = { limit: '1000', ...(state && { state }), ...(after && { after }) }
          const page = await client.listBucketObjects({ params: { project_id: projectId }, query })
          for (const object of page.data) print(`${json ? JSON.stringify(object) : lineOf(object)}\n`)
          after = page.next
        } while (after)
      }),
    )
}

function lineOf({ state, key, task_id, detail, replaced_task_id }: BucketObject): string {
  const before = replaced_task_id ? `  (before: ${replaced_task_id})` : ''
  return `${state.padEnd(7)}  ${key}  ${detail ?? task_id ?? ''}${before}`
}
