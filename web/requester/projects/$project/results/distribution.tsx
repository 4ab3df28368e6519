import { title } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { formatCount, formatShare } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import { bars } from './collected.ts'
import styles from './results.module.css'
import type { Results } from './results-query.ts'

/** How often each value came out. A bar is a button: it filters the table below. */
export function Distribution(props: {
  field: OutputField
  results: Results
  chosen: string | undefined
  choose: (value: string) => void
}) {
  const { field, results, chosen } = props
  const values = results.counts.get(field.name) ?? new Map<string, number>()
  const items = field.type === 'checkbox' ? results.total : [...values.values()].reduce((sum, count) => sum + count, 0)
  const chart = bars(values, items)
  const longest = Math.max(...chart.bars.map((bar) => bar.count), 1)
  const labels = new Map('options' in field ? field.options.map((option) => [option.value, option.label]) : [])
  return (
    <Section title={title(field)}>
      <ul className={styles.bars}>
        {chart.bars.map((bar) => (
          <li key={bar.value}>
            <button
              type="button"
              className={styles.barRow}
              aria-pressed={bar.value === chosen}
              data-faded={(chosen !== undefined && bar.value !== chosen) || undefined}
              onClick={() => props.choose(bar.value)}
            >
              <span className={styles.barLabel} title={bar.value}>
                {labels.get(bar.value) || bar.value}
              </span>
              <span className={styles.track} aria-hidden="true">
                <span className={styles.bar} style={{ width: `${(bar.count / longest) * 100}%` }} />
              </span>
              <span className={styles.barCount}>
                {formatCount(bar.count)} <span className={styles.barShare}>{formatShare(bar.share)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {chart.others > 0 && <p className={styles.others}>and {formatCount(chart.others)} with rarer values</p>}
    </Section>
  )
}
