import type { ReleaseChange } from '@whisker/api/releases.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { linesOf } from '../../lines.ts'
import { projectNumber, releaseNumber, withConnectionOptions } from '../../options.ts'
import { print, tell } from '../../terminal.ts'

type Flags = ConnectionFlags & { since?: number; json?: boolean }

export function changesCommand(): Command {
  return withConnectionOptions(new Command('changes'))
    .description('Tell what a release has that another had not, task by task.')
    .argument('<project>', 'its number', projectNumber)
    .argument('<release>', 'its number', releaseNumber)
    .option('--since <number>', 'the other release (default: the one before)', releaseNumber)
    .option('--json', 'one JSON object a line, with both rows')
    .action((projectId: number, number: number, flags: Flags) =>
      withConnection(flags, async ({ client }) => {
        const response = await client.readReleaseChanges({
          params: { project_id: projectId, number },
          query: { ...(flags.since !== undefined && { since: String(flags.since) }) },
        })
        const counts = { added: 0, removed: 0, changed: 0 }
        if (response.body) {
          for await (const line of linesOf(response.body)) {
            const change = JSON.parse(line) as ReleaseChange
            counts[change.change]++
            print(`${flags.json ? line : lineOf(change)}\n`)
          }
        }
        if (!flags.json) tell(`${counts.added} new, ${counts.changed} changed, ${counts.removed} gone.\n`)
      }),
    )
}

const signs = { added: '+', removed: '-', changed: '~' }

function lineOf({ change, task_id, what, before, after }: ReleaseChange): string {
  const row = (after ?? before) as ResultRow
  const name = row.name ?? row.external_id ?? task_id
  if (change !== 'changed') return `${signs[change]} ${name}: ${labelsOf(row)}`
  const labels = what.includes('result')
    ? `${labelsOf(before as ResultRow)} -> ${labelsOf(after as ResultRow)}`
    : labelsOf(row)
  const rest = what.filter((one) => one !== 'result')
  return `~ ${name}: ${labels}${rest.length > 0 ? ` (${rest.join(', ')})` : ''}`
}

function labelsOf({ result }: ResultRow): string {
  const values = (result ?? []).flatMap((item) => Object.values(item).map(({ value }) => value))
  return values.map((value) => (typeof value === 'string' ? value : JSON.stringify(value))).join(', ')
}
