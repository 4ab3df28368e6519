import { formatCount, formatShare } from '../../../../ui/numbers.ts'
import { Section } from '../../../../ui/page.tsx'
import type { Bar } from '../../../kinds/bars.ts'
import styles from './results.module.css'

/** Counts as bars. A bar is a button: it filters the table below, and chosen again it no longer does. */
export function BarChart(props: {
  title: string
  bars: (Bar & { label: string })[]
  /** What is not among the bars. */
  rest: string
  chosen: string | undefined
  choose: (value: string) => void
}) {
  const { chosen } = props
  const longest = Math.max(1, ...props.bars.map((bar) => bar.count))
  return (
    <Section title={props.title}>
      <ul className={styles.bars}>
        {props.bars.map((bar) => (
          <li key={bar.value}>
            <button
              type="button"
              className={styles.barRow}
              aria-pressed={bar.value === chosen}
              data-faded={(chosen !== undefined && bar.value !== chosen) || undefined}
              onClick={() => props.choose(bar.value)}
            >
              <span className={styles.barLabel} title={bar.value}>
                {bar.label}
              </span>
              <span className={styles.track} aria-hidden="true">
                {bar.count > 0 && <span className={styles.bar} style={{ width: `${(bar.count / longest) * 100}%` }} />}
              </span>
              <span className={styles.barCount}>
                {formatCount(bar.count)} <span className={styles.barShare}>{formatShare(bar.share)}</span>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {props.rest && <p className={styles.others}>{props.rest}</p>}
    </Section>
  )
}
