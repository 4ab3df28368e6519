import type { BucketCheck } from '@whisker/api/buckets.ts'
import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { exitCodes, Failure } from '../../failure.ts'
import { projectNumber, wholeNumber, withConnectionOptions } from '../../options.ts'
import { print } from '../../terminal.ts'
import { describe } from './describe.ts'
import { type PlaceFlags, placeFrom } from './place.ts'

type Flags = ConnectionFlags & PlaceFlags & { field?: string; every?: number; dryRun?: boolean }

export function followCommand(): Command {
  return withConnectionOptions(new Command('follow'))
    .description('Follow a bucket from now on, or follow it otherwise. Keys: AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY.')
    .argument('<project>', 'its number', projectNumber)
    .argument('<bucket>', 's3://name, or s3://name/prefix/')
    .option('--endpoint <address>', 'the store (default: that of AWS in the region)')
    .option('--region <name>', 'default: AWS_REGION, or us-east-1')
    .option('--pattern <names>', 'only names that fit: * within a folder, ** across; default: what ends like a picture')
    .option('--public', 'everybody may read it: no keys')
    .option('--field <name>', 'the input field that gets the picture, where there are several')
    .option('--every <minutes>', 'look again after so long (default: 60)', wholeNumber(5, 10_080))
    .option('--dry-run', 'show what would come, and change nothing')
    .action((projectId: number, address: string, { field, every, dryRun, ...flags }: Flags) =>
      withConnection(flags, async ({ client }) => {
        const params = { project_id: projectId }
        const place = placeFrom(address, flags, process.env)
        const check = await client.checkBucket({ params, body: place })
        print(describeCheck(check))
        if (dryRun) return
        if (check.readable === false)
          throw new Failure(
            exitCodes.someFailed,
            `It was not followed: its objects are listed, and cannot be read. ${check.unreadable_reason}`,
          )
        const more = { ...(field !== undefined && { field }), ...(every !== undefined && { interval_minutes: every }) }
        print(describe(await client.putBucket({ params, body: { ...place, ...more } })))
      }),
    )
}

function describeCheck({ objects, fitting, listed, more, readable, unreadable_reason }: BucketCheck): string {
  const lines = objects.map(({ key, size_bytes }) => `  ${key}  ${(size_bytes / 1e6).toFixed(2)} MB`)
  if (fitting > objects.length) lines.push(`  and ${fitting - objects.length} more`)
  const first = more ? `the first ${listed} objects, and there are more` : `${listed} objects`
  const trouble = readable === false ? `They cannot be read: ${unreadable_reason}\n` : ''
  return `${fitting} of ${first} would become tasks${fitting > 0 ? ':' : '.'}\n${lines.map((line) => `${line}\n`).join('')}${trouble}`
}
