import type { FieldReport } from '@whisker/api/report.ts'
import { formatCount, formatShare } from '../../../../ui/numbers.ts'
import styles from './quality.module.css'

/** What was answered where it was what; the deeper the colour, the larger the share of the row. */
export function ConfusionTable(props: {
  confusion: NonNullable<FieldReport['confusion']>
  labels: ReadonlyMap<string, string>
  byGold: boolean
}) {
  const { names, counts } = props.confusion
  const words = names.map((name) => (name === null ? 'other' : (props.labels.get(name) ?? name)))
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
    <section className={styles.confusion} tabIndex={0} aria-label="What was answered where it was what">
      <table>
        <caption>
          What people answered (columns) where it was what (rows), by{' '}
          {props.byGold ? 'gold, else the label' : 'the label'}
        </caption>
        <thead>
          <tr>
            <td />
            {words.map((word) => (
              <th key={word} scope="col" title={word}>
                {word}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((row, r) => {
            const total = row.reduce((sum, count) => sum + count, 0)
            const truth = words[r] as string
            return (
              <tr key={truth}>
                <th scope="row" title={truth}>
                  {truth}
                </th>
                {row.map((count, c) => (
                  <td
                    key={words[c]}
                    data-right={r === c || undefined}
                    style={{ '--share': total === 0 ? 0 : count / total } as React.CSSProperties}
                    title={total === 0 ? undefined : `${formatShare(count / total)} of ${truth}: ${words[c]}`}
                  >
                    {count === 0 ? '' : formatCount(count)}
                  </td>
                ))}
              </tr>
            )
          })}
        </tbody>
      </table>
    </section>
  )
}
