import type { FieldResult } from '@whisker/api/field-result.ts'
import { formatShare, plural } from '../../../../../ui/numbers.ts'
import { formatValue } from '../../values.ts'
import styles from './task.module.css'

/** Why a field has the value it has: its votes, the strongest first. */
export function Votes({ label, result, corrected }: { label: string; result: FieldResult; corrected: boolean }) {
  const max = Math.max(1, ...result.votes.map((vote) => vote.count))
  const votes = result.votes.toSorted((a, b) => b.count - a.count)
  return (
    <div className={styles.votes}>
      <p className={styles.field}>{label}</p>
      <p className={styles.value}>
        {formatValue(result.value)}
        <span className={styles.confidence} data-low={result.confidence < 0.7 || undefined}>
          {corrected ? 'says a reviewer' : `${formatShare(result.confidence)} sure`}
        </span>
      </p>
      <ul>
        {votes.map((vote) => (
          <li key={JSON.stringify(vote.value)} className={styles.vote}>
            <span className={styles.voteValue}>{formatValue(vote.value)}</span>
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
