import { title } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { BarChart } from './bar-chart.tsx'
import { bars, type Level } from './collected.ts'
import type { Results } from './results-query.ts'

/** How often each value of a field came out. */
export function Distribution(props: {
  field: OutputField
  results: Results
  chosen: string | undefined
  choose: (value: string) => void
}) {
  const { field, results } = props
  const values = results.counts.get(field.name) ?? new Map<string, number>()
  const items = field.type === 'checkbox' ? results.total : [...values.values()].reduce((sum, count) => sum + count, 0)
  const chart = bars(values, items)
  const labels = new Map('options' in field ? field.options.map((option) => [option.value, option.label]) : [])
  return (
    <BarChart
      title={title(field)}
      bars={chart.bars.map((bar) => ({ ...bar, label: labels.get(bar.value) || bar.value }))}
      others={chart.others}
      chosen={props.chosen}
      choose={props.choose}
    />
  )
}

export const levelWords: Record<Level, string> = {
  sure: '90% and more',
  fair: '70 to 90%',
  unsure: '50 to 70%',
  split: 'below 50%',
}

/** How sure the results are. */
export function Sureness(props: { results: Results; chosen: Level | undefined; choose: (level: Level) => void }) {
  const { levels, total } = props.results
  const entries = Object.entries(levels) as [Level, number][]
  return (
    <BarChart
      title="How sure the results are"
      bars={entries.map(([value, count]) => ({ value, label: levelWords[value], count, share: count / total }))}
      others={0}
      chosen={props.chosen}
      choose={(value) => props.choose(value as Level)}
    />
  )
}
