import type { FieldResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { formatShare, plural } from '../../../../../ui/numbers.ts'
import { PartsList } from '../../parts/parts-list.tsx'
import { formatValue } from '../../values.ts'
import styles from './task.module.css'

/** Why a field has the value it has: its votes, the strongest first. */
export function Votes(props: {
  label: string
  field: OutputField | undefined
  result: FieldResult
  corrected: boolean
}) {
  const { label, field, result, corrected } = props
  const max = Math.max(1, ...result.votes.map((vote) => vote.count))
  const votes = result.votes.toSorted((a, b) => b.count - a.count)
  return (
    <div className={styles.votes}>
      <p className={styles.field}>{label}</p>
      <p className={styles.value}>
        {formatValue(result.value, field)}
        <span className={styles.confidence} data-low={result.confidence < 0.7 || undefined}>
          {corrected ? 'says a reviewer' : `${formatShare(result.confidence)} sure`}
        </span>
      </p>
      {!corrected && <PartsList result={result} field={field} />}
      <ul className={styles.counts}>
        {votes.map((vote) => (
          <li key={JSON.stringify(vote.value)} className={styles.vote}>
            <span className={styles.voteValue}>{formatValue(vote.value, field)}</span>
            <span className={styles.bar} aria-hidden="true">
              <span style={{ width: `${(vote.count / max) * 100}%` }} />
            </span>
            <span className={styles.voteCount}>{plural(vote.count, 'vote')}</span>
          </li>
        ))}
      </ul>
    </div>
  )
}
