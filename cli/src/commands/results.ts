import { type CsvDialect, csvStyles } from '@whisker/api/csv.ts'
import { type ExportFormat, exportFormat, exportFormatNames, fileFormat } from '@whisker/api/export-formats.ts'
import { Command, Option } from 'commander'
import { type ConnectionFlags, withConnection } from '../connection.ts'
import { usageFailure } from '../failure.ts'
import { projectNumber, releaseNumber, withConnectionOptions } from '../options.ts'
import { followToFile } from './results/follow-file.ts'
import { followToStdout, type Source, saveTo, type TableFormat, writeToStdout } from './results/save.ts'

const examples = `
Examples:
  $ whisker results 1                               CSV on the terminal
  $ whisker results 1 --out labels.csv              a file; it appears when it is complete
  $ whisker results 1 --format jsonl | jq .result
  $ whisker results 1 --likely                      also what still waits for a review
  $ whisker results 1 --answers --out answers.csv   every single answer, one line each
  $ whisker results 1 --out labels.csv --follow     keeps adding new results until Ctrl-C

Formats: csv (the default) begins with file name, labels, confidence and the number of answers, one line an item; jsonl has
one task a line with all votes; json is one list. With --out, the ending of the file name decides unless --format does.
With --follow and --out, <file>.cursor remembers where the file ends: the next run goes on from there. The file has one row
a task (CSV: an item): a result that changes is replaced, one that is taken back goes. With --follow on the terminal or a
pipe such a task comes again: the last row of a task counts, and status "withdrawn" means that it has no result any more.`

const tableFormats: TableFormat[] = [...exportFormatNames, 'parquet']

type Flags = ConnectionFlags & {
  format?: TableFormat
  out?: string
  follow?: boolean
  rawCsv?: boolean
  excel?: boolean
  likely?: boolean
  release?: number
  answers?: boolean
}

export function command(): Command {
  return withConnectionOptions(new Command('results'))
    .description('Get the results of a project: one row a task that is completed.')
    .argument('<project>', 'its number', projectNumber)
    .addOption(new Option('--format <format>', listed(tableFormats)).choices(tableFormats))
    .option('--out <file>', 'write to a file instead of the terminal')
    .option('--follow', 'go on with what is completed from now on, until Ctrl-C')
    .option('--likely', 'tasks that wait for a review as well, with what their answers make likely')
    .option('--release <number>', 'those of a release, the same bytes each time (see whisker releases)', releaseNumber)
    .option('--answers', 'every single answer instead, by workers without names (CSV, JSONL or Parquet)')
    .option('--excel', 'CSV as Excel opens it where numbers have a comma: ";" between the cells')
    .option('--raw-csv', 'do not put an apostrophe before values that a spreadsheet would run as a formula')
    .addHelpText('after', examples)
    .action(results)
}

async function results(projectId: number, flags: Flags): Promise<void> {
  const format = chooseFormat(flags.format, flags.out)
  if (format === 'parquet') return saveAsParquet(projectId, flags)
  if (flags.follow && !canFollow(format))
    throw usageFailure(
      `A ${format.toUpperCase()} list ends once. For --follow choose --format ${listed(exportFormatNames.filter(canFollow))}.`,
    )
  if (flags.release !== undefined && (flags.follow || flags.likely))
    throw usageFailure('A release does not change, and has what it was made with: leave out --follow and --likely.')
  if (flags.answers && (flags.follow || flags.likely || flags.release !== undefined || format === 'json'))
    throw usageFailure(
      'Answers come as CSV, JSONL or Parquet, all of them: leave out --follow, --likely and --release.',
    )
  await withConnection(flags, async ({ client, url }) => {
    const dialect: CsvDialect = flags.excel ? 'excel' : 'standard'
    const { separator } = csvStyles[dialect]
    const likely = flags.likely ?? false
    const of = flags.answers ? 'answers' : (flags.release ?? 'results')
    const source: Source = { client, url, projectId, of, format, safeCsv: !flags.rawCsv, dialect, separator, likely }
    if (flags.follow && flags.out) await followToFile(source, flags.out, untilInterrupted())
    else if (flags.follow) await followToStdout(source, untilInterrupted())
    else if (flags.out) await saveTo(source, flags.out)
    else await writeToStdout(source)
  })
}

/** A table of bytes: nothing for a terminal, and nothing that rows can be put behind. */
async function saveAsParquet(
  projectId: number,
  { answers, follow, likely, release, out, ...flags }: Flags,
): Promise<void> {
  if (!answers)
    throw usageFailure(
      `Results as Parquet come with: whisker export ${projectId} --format parquet --out ${out ?? 'results.parquet'}`,
    )
  if (!out) throw usageFailure('Parquet is nothing for a terminal: name a file with --out.')
  if (follow || likely || release !== undefined)
    throw usageFailure('All answers are in it, once: leave out --follow, --likely and --release.')
  await withConnection(flags, ({ client, url }) =>
    saveTo(
      {
        ...{ client, url, projectId, of: 'answers', format: 'parquet', likely: false },
        ...{ safeCsv: true, dialect: 'standard', separator: csvStyles.standard.separator },
      },
      out,
    ),
  )
}

export function chooseFormat(format: TableFormat | undefined, out: string | undefined): TableFormat {
  if (format) return format
  const ending = /\.(\w+)$/.exec(out ?? '')?.[1]?.toLowerCase() ?? ''
  return tableFormats.find((name) => fileFormat(name).endings.includes(ending)) ?? 'csv'
}

function canFollow(format: ExportFormat): boolean {
  return exportFormat(format).shape !== 'list'
}

/** `csv, jsonl or json` */
function listed(names: readonly string[]): string {
  return names.join(', ').replace(/, (\w+)$/, ' or $1')
}

/** Following ends with Ctrl-C: that is its normal end, between two exports. */
function untilInterrupted(): AbortSignal {
  const controller = new AbortController()
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (controller.signal.aborted) process.exit(130)
      controller.abort()
    })
  }
  return controller.signal
}
