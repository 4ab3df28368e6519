import type { Join } from '@whisker/api/quality.ts'
import type { FieldReport, Report } from '@whisker/api/report.ts'
import type { Suspicions } from '@whisker/api/suspicions.ts'
import { Command } from 'commander'
import { type ConnectionFlags, withConnection } from '../connection.ts'
import { projectNumber, withConnectionOptions } from '../options.ts'
import { print } from '../terminal.ts'

const examples = `
Examples:
  $ whisker report 1
  $ whisker report 1 --json | jq '.fields[0].gold'`

type Flags = ConnectionFlags & { json?: boolean }

export function command(): Command {
  return withConnectionOptions(new Command('report'))
    .description('Show how good the labels of a project are, and what they cost in answers.')
    .argument('<project>', 'its number', projectNumber)
    .option('--json', 'as one JSON object')
    .addHelpText('after', examples)
    .action((project_id: number, flags: Flags) =>
      withConnection(flags, async ({ client, url }) => {
        const report = await client.readReport({ params: { project_id } })
        if (flags.json) return void print(`${JSON.stringify(report)}\n`)
        // The report stands also where these cannot be worked out right now.
        const suspicions = await client.listSuspicions({ params: { project_id } }).catch(() => null)
        print(`${describeReport(report)}${describeSuspicions(suspicions, `${url}/app/projects/${project_id}`)}`)
      }),
    )
}

/** The report as a person reads it on a terminal. */
export function describeReport({ tasks, answers, answers_per_task, saved, fields }: Report): string {
  const cost = [`${tasks} completed tasks, ${answers} answers`]
  if (answers_per_task !== null) cost.push(`${answers_per_task.toFixed(2)} per task`)
  if (saved !== null && saved > 0) cost.push(`${percent(saved)} saved against asking max_answers people for each`)
  return [cost.join(', '), ...fields.map(describeField)].join('\n\n').concat('\n')
}

/** How much speaks against workers, and where it is shown; '' where nothing does. */
export function describeSuspicions(suspicions: Suspicions | null, projectPage: string): string {
  const count = suspicions?.data.length ?? 0
  if (count === 0) return ''
  const workers = new Set(suspicions?.data.flatMap((suspicion) => suspicion.workers.map(({ worker_id }) => worker_id)))
  const things = count === 1 ? '1 thing stands out' : `${count} things stand out`
  return `\n${things} about ${workers.size === 1 ? '1 worker' : `${workers.size} workers`}: ${projectPage}/workers\n`
}

function describeField(report: FieldReport): string {
  const { field, type, alpha, gold, spent, calibration, confusion, joins } = report
  const rows = [`${field} (${type})`]
  rows.push(`  agreement      ${alpha === null ? 'not known: one answer per task' : `alpha ${alpha.toFixed(2)}`}`)
  if (gold) {
    rows.push(`  labels right   ${share(gold.labels)} gold tasks`)
    rows.push(`  answers right  ${share(gold.answers)} answers to gold`)
  } else rows.push('  labels right   not known: no gold has been answered')
  if (spent.length > 1) {
    rows.push(`  with fewer answers (${report.measured_by === 'gold' ? 'right on gold' : 'same as the final label'}):`)
    rows.push('    answers per task   Whisker   plain majority')
    for (const { answers_per_task: n, model, majority } of spent)
      rows.push(`    ${n.toFixed(2).padStart(16)}   ${percent(model).padStart(7)}   ${percent(majority).padStart(14)}`)
  }
  if (calibration) {
    rows.push('  confidence and what was right:')
    for (const bin of calibration)
      rows.push(
        `    ${percent(bin.confidence).padStart(6)} sure   ${percent(bin.accuracy).padStart(6)} right   ${bin.tasks} tasks`,
      )
  }
  if (joins.length > 0) {
    rows.push('  counted as the same, the boldest first:')
    for (const { typed, name, why, answers } of joins.slice(0, 10))
      rows.push(`    ${typed} as ${name}: ${joinWords[why]}, ${answers} ${answers === 1 ? 'answer' : 'answers'}`)
    if (joins.length > 10) rows.push(`    and ${joins.length - 10} more (--json lists them)`)
  }
  if (confusion) rows.push(...mixedUp(confusion))
  return rows.join('\n')
}

const joinWords: Record<Join['why'], string> = {
  case: 'upper and lower case',
  letters: 'width, spaces, punctuation',
  marks: 'marks that the language does not tell words apart by',
  synonym: 'your synonym',
  words: 'plain words',
  spelling: 'a slip of the keyboard',
}

/** What is mixed up most: a table of twenty columns does not fit a terminal. */
function mixedUp({ names, counts }: NonNullable<FieldReport['confusion']>): string[] {
  const pairs = counts.flatMap((row, r) => {
    const total = row.reduce((sum, count) => sum + count, 0)
    return row.flatMap((count, c) =>
      r === c || count === 0 ? [] : [{ truth: r, said: c, count, share: count / total }],
    )
  })
  const top = pairs.sort((a, b) => b.count - a.count).slice(0, 5)
  if (top.length === 0) return []
  const name = (index: number) => names[index] ?? 'something else'
  return [
    '  mixed up most:',
    ...top.map(
      (pair) => `    ${name(pair.truth)} answered as ${name(pair.said)}: ${pair.count} (${percent(pair.share)})`,
    ),
  ]
}

function share(value: { share: number; low: number; high: number; of: number }): string {
  return `${percent(value.share)} (${percent(value.low)} to ${percent(value.high)}) of ${value.of}`
}

function percent(value: number): string {
  return `${(value * 100).toFixed(1)}%`
}
