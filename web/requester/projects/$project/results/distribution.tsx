import { title } from '@whisker/api/field-names.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { FieldSummary, ProjectSummary } from '@whisker/api/summary.ts'
import { Columns } from '../../../../ui/columns.tsx'
import { formatCount, plural } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import type { Chart } from '../../../kinds/bars.ts'
import { optionsOf } from '../../../kinds/kinds.ts'
import { BarChart } from './bar-chart.tsx'
import { type Level, levels } from './filter.ts'
import styles from './results.module.css'

/** How often each value of a field came out. */
export function Distribution(props: {
  field: OutputField
  summary: FieldSummary
  chart: Chart
  chosen: string | undefined
  choose: (value: string) => void
}) {
  const { field, summary, chart } = props
  if (chart === 'spread') return <Histogram field={field} summary={summary} />
  const labels = new Map(optionsOf(field).map((option) => [option.value, option.label]))
  return (
    <BarChart
      title={title(field)}
      bars={chart.bars.map((bar) => ({ ...bar, label: labels.get(bar.value) || bar.value }))}
      rest={restOf(chart.others, summary.none)}
      chosen={props.chosen}
      choose={props.choose}
    />
  )
}

function restOf(others: number, none: number): string {
  const rest = []
  if (others > 0) rest.push(`${formatCount(others)} with rarer values`)
  if (none > 0) rest.push(`${formatCount(none)} without an answer`)
  return rest.length > 0 ? `and ${rest.join(', ')}` : ''
}

const short = new Intl.NumberFormat('en', { maximumSignificantDigits: 4 })

/** Numbers of which hardly two are the same: how they spread. */
function Histogram({ field, summary: { histogram, none } }: { field: OutputField; summary: FieldSummary }) {
  const bars = histogram ?? []
  const [low, high] = [short.format(bars[0]?.from ?? 0), short.format(bars.at(-1)?.to ?? 0)]
  return (
    <Section title={title(field)}>
      <Columns
        label={`Numbers from ${low} to ${high}`}
        columns={bars.map(({ from, to, tasks }) => ({
          key: String(from),
          count: tasks,
          title: `${short.format(from)} to ${short.format(to)}: ${plural(tasks, 'result')}`,
        }))}
        from={low}
        to={high}
      />
      {none > 0 && <p className={styles.others}>{restOf(0, none)}</p>}
    </Section>
  )
}

/** How sure the results are. */
export function Sureness(props: {
  summary: ProjectSummary
  chosen: Level | undefined
  choose: (level: Level) => void
}) {
  const { confidence, results } = props.summary
  const bars = (Object.keys(levels) as Level[]).map((value) => {
    const count = confidence.find(({ from }) => from === levels[value].from)?.tasks ?? 0
    return { value, label: levels[value].words, count, share: count / results }
  })
  return (
    <BarChart
      title="How sure the results are"
      bars={bars}
      rest=""
      chosen={props.chosen}
      choose={(value) => props.choose(value as Level)}
    />
  )
}
