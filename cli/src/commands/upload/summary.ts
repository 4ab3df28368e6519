import { maxNameCharacters } from '@whisker/api/file-names.ts'
import { takenNames } from '@whisker/api/formats.ts'
import type { Tally } from './outcome.ts'
import { count, duration } from './reporter.ts'

export type SummaryOptions = {
  projectId: number
  projectTitle: string
  seconds: number
  dryRun: boolean
  wasStopped: boolean
}

const maxListed = 100

/** What a person reads at the end of a run. */
export function summaryText(tally: Tally, options: SummaryOptions): string {
  const { counts } = tally
  const lines: string[] = []
  if (tally.total === 0) lines.push(`No pictures were found: ${takenNames} files are looked for.`)
  else if (options.dryRun)
    lines.push(
      `${pictures(counts.would_send)} would be sent to project ${options.projectId} (${options.projectTitle}). Nothing was sent.`,
    )
  else if (counts.created === 0)
    lines.push(`No new pictures for project ${options.projectId} (${options.projectTitle}).`)
  else
    lines.push(
      `${pictures(counts.created)} sent to project ${options.projectId} (${options.projectTitle}) in ${duration(Math.max(1, Math.round(options.seconds)))}.`,
    )
  if (counts.already_there > 0)
    lines.push(`  ${count(counts.already_there)} ${were(counts.already_there)} there already.`)
  if (counts.same_picture > 0)
    lines.push(
      `  ${count(counts.same_picture)} ${counts.same_picture === 1 ? 'is the same picture' : 'are the same pictures'} under another name; there is one task for both, and each name finds it:`,
    )
  lines.push(...listed(tally.sameAs, counts.same_picture, 10, ({ name, sameAs }) => `${name} is ${sameAs}`))
  if (counts.sent_before > 0) lines.push(`  ${count(counts.sent_before)} count as sent: sent_images.json names them.`)
  if (tally.passedOver.size > 0) lines.push(`  ${passedOverText(tally.passedOver)}`)
  if (tally.warned.length > 0)
    lines.push(`  ${count(tally.warned.length)} ${tally.warned.length === 1 ? 'was' : 'were'} taken with a remark:`)
  lines.push(...listed(tally.warned, tally.warned.length, 10, ({ name, warnings }) => `${name}: ${warnings.join(' ')}`))
  if (tally.shortened.length > 0)
    lines.push(`  Of these names the last ${maxNameCharacters} characters are kept; the beginning is left out:`)
  lines.push(...listed(tally.shortened, tally.shortened.length, 10, (name) => name))
  if (tally.lookalikes.length > 0)
    lines.push(`  These names differ only in capitals or in how accents are written; all were sent:`)
  lines.push(...listed(tally.lookalikes, tally.lookalikes.length, 10, ([a, b]) => `${a} and ${b}`))
  if (counts.failed > 0) lines.push(`${pictures(counts.failed)} could not be sent:`)
  lines.push(...listed(tally.failures, counts.failed, maxListed, failureText))
  if (options.wasStopped) lines.push('Stopped. Run the same command again to send the rest: nothing is sent twice.')
  else if (counts.failed > 0)
    lines.push(
      `Mend or remove ${counts.failed === 1 ? 'it' : 'them'}, then run the same command again: nothing is sent twice.`,
    )
  return `${lines.join('\n')}\n`
}

/** The last line of `--json`. */
export function summaryRow(tally: Tally, options: SummaryOptions, exitCode: number) {
  const { counts } = tally
  return {
    type: 'summary',
    project_id: options.projectId,
    ...counts,
    passed_over: [...tally.passedOver.values()].reduce((sum, n) => sum + n, 0),
    seconds: Number(options.seconds.toFixed(3)),
    shortened: tally.shortened,
    failures: tally.failures.map(({ name, path, code, detail }) => ({ name, path, code, detail })),
    lookalikes: tally.lookalikes,
    exit_code: exitCode,
  }
}

function failureText({ path, detail, code }: Tally['failures'][number]): string {
  // What we found ourselves continues the file's name; what the service says is a sentence of its own.
  return /^[a-z]/.test(detail) ? `${path} ${detail}` : `${path}: ${detail} (${code})`
}

function listed<T>(rows: readonly T[], total: number, max: number, text: (row: T) => string): string[] {
  const lines = rows.slice(0, max).map((row) => `    ${text(row)}`)
  return total > lines.length ? [...lines, `    and ${count(total - lines.length)} more; --json lists all`] : lines
}

function passedOverText(endings: ReadonlyMap<string, number>): string {
  const sorted = [...endings].sort(([, a], [, b]) => b - a)
  const total = sorted.reduce((sum, [, n]) => sum + n, 0)
  const some = sorted.slice(0, 5).map(([ending, n]) => `${count(n)} ${ending}`)
  return `${count(total)} other ${total === 1 ? 'file was' : 'files were'} passed over (${some.join(', ')}${sorted.length > 5 ? ', ...' : ''}).`
}

function pictures(n: number): string {
  return `${count(n)} ${n === 1 ? 'picture' : 'pictures'}`
}

function were(n: number): string {
  return n === 1 ? 'was' : 'were'
}
