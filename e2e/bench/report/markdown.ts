import type { Figure, Machine, Performance, Run } from './figure.ts'
import { goals, type Judged, judge } from './goals.ts'
import { processorOf, shareOf, spoken, timesOf, withUnit } from './words.ts'

/** docs/performance.md, whole: what the stored figures say, and nothing that they do not. */
export function performancePage({ run, peers, install }: Performance): string {
  const figures = [run, peers, install].flatMap((part) => part?.figures ?? [])
  const judged = goals.flatMap((goal) => judge(goal, figures) ?? [])
  const unmeasured = [...new Set(goals.map(({ figure }) => figure))].filter(
    (id) => !judged.some(({ figure }) => figure.id === id),
  )
  const parts = [
    opening,
    run ? `## The service and its machine\n\n${taken(run)}\n\n${table(run.figures)}` : '',
    run && run.growth.length > 1 ? growth(run) : '',
    peers ? `## Beside Label Studio\n\n${taken(peers)}\n\n${peersTable(peers.figures)}` : '',
    install ? `## Installed\n\n${taken(install)}\n\n${table(install.figures)}` : '',
    `## Against the goals\n\n${verdicts(judged)}`,
    unmeasured.length > 0 ? `Not in these figures, though there is a goal for it: ${unmeasured.join(', ')}.` : '',
  ]
  return `${parts.filter(Boolean).join('\n\n')}\n`
}

/** Tasks and answers, by the goals. */
const meant = 10_000_000

const opening = `# Performance

<!-- Made by \`npm run bench -- --write\` from performance.json; what is changed here by hand is lost. -->

Server, database and client share one machine. Beside a figure stands what the machine itself did in the same minutes with the work that
cannot be left out: the same writes as plain statements on the same PostgreSQL, the same files hashed and written with fsync, the same
rows by \`COPY\`. Processor is the time of the service + of all processes of PostgreSQL + of the client, a unit of work; it says more than a
rate where others use the machine too. Times are p50 / p99 / max.`

function growth({ growth: grown }: Run): string {
  const largest = Math.max(...grown.map(({ tasks }) => tasks))
  const short =
    largest < meant ? `The goal is about ${spoken(meant)}; the largest project of this run had ${spoken(largest)}.` : ''
  const plot = '![Cycles a second and processor a cycle, by the size of the project](growth.svg)'
  return ['## As a project grows', plot, short].filter(Boolean).join('\n\n')
}

function taken({ day, machine }: Run): string {
  const { cores, processor, memoryGb, loadBefore, loadAfter } = machine as Machine
  return `Measured on ${day}: ${cores} cores (${processor}), ${memoryGb} GB, load ${loadBefore} before and ${loadAfter} after.`
}

function table(figures: readonly Figure[]): string {
  const rows = figures.map((figure) => {
    const { what, value, unit, limit, note } = figure
    const share = shareOf(figure)
    return [
      note ? `${what.trim()} (${note})` : what.trim(),
      withUnit(value, unit),
      timesOf(figure),
      processorOf(figure),
      limit ? `${spoken(limit.value)}: ${limit.what}` : '',
      share === null ? '' : `${spoken(share)} %`,
    ]
  })
  return markdownTable(['', 'measured', 'ms', 'processor', 'the machine', 'share'], rows)
}

/** The ratio is the figure; what was divided by what stands beside it. */
function peersTable(figures: readonly Figure[]): string {
  return markdownTable(
    ['', 'ratio', ''],
    figures.map(({ what, value, unit, note }) => [what, withUnit(value, unit), note ?? '']),
  )
}

function markdownTable(head: string[], rows: string[][]): string {
  const line = (cells: string[]) => `| ${cells.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}

function verdicts(judged: readonly Judged[]): string {
  const list = (verdict: Judged['verdict']) =>
    judged.filter((one) => one.verdict === verdict).map(({ figure, says }) => `- ${figure.what.trim()}: ${says}`)
  const part = (says: string, lines: string[]) => (lines.length > 0 ? `${says}\n\n${lines.join('\n')}` : '')
  return [
    part('Missed:', list('missed')),
    part('Above the floor, below the aim:', list('floor')),
    part('Reached:', list('aim')),
  ]
    .filter(Boolean)
    .join('\n\n')
}
