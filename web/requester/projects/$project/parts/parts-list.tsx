import type { FieldResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { formatShare } from '../../../../ui/numbers.ts'
import styles from './parts.module.css'
import { partsOf } from './parts.ts'

/** More nobody reads: what is behind them is surer. */
const maxShown = 10

/** How sure each thing is that a result has. */
export function PartsList({ result, field }: { result: FieldResult; field: OutputField | undefined }) {
  const parts = partsOf(result, field)
  if (parts.length === 0) return null
  return (
    <ul className={styles.parts}>
      {parts.slice(0, maxShown).map(({ at, words, sure, that, about }) => (
        <li key={at}>
          <span className={styles.words}>{words}</span>
          <span className={styles.exists} data-low={sure < 0.7 || undefined}>
            {formatShare(sure)} sure {that}
          </span>
          <span className={styles.about}>{about}</span>
        </li>
      ))}
      {parts.length > maxShown && <li className={styles.about}>and {parts.length - maxShown} that are surer</li>}
    </ul>
  )
}
