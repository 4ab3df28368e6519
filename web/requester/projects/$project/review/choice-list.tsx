import { Kbd } from '@mantine/core'
import type { FieldValue } from '@whisker/api/fields.ts'
import { plural } from '../../../../ui/numbers.ts'
import type { Choice } from './choices.ts'
import styles from './review.module.css'

/** What people answered, each with its digit. */
export function ChoiceList(props: {
  choices: Choice[]
  isChosen: (value: FieldValue) => boolean
  /** Whether digits choose here. */
  keys: boolean
  choose: (value: FieldValue) => void
}) {
  const max = Math.max(1, ...props.choices.map(({ votes }) => votes))
  return (
    <ul className={styles.choices}>
      {props.choices.map((choice, n) => (
        <li key={JSON.stringify(choice.value)}>
          <button
            type="button"
            className={styles.choice}
            aria-pressed={props.isChosen(choice.value)}
            onClick={() => props.choose(choice.value)}
          >
            <Kbd size="xs" className={styles.key} data-off={!props.keys || undefined} aria-hidden="true">
              {n + 1}
            </Kbd>
            <span className={styles.value} dir="auto">
              {choice.label}
            </span>
            <span className={styles.bar} aria-hidden="true">
              <span style={{ width: `${(choice.votes / max) * 100}%` }} />
            </span>
            <span className={styles.votes}>{plural(choice.votes, 'vote')}</span>
          </button>
        </li>
      ))}
    </ul>
  )
}
