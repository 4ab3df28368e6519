import type { BucketCheck } from '@whisker/api/buckets.ts'
import { Note } from '../../../../ui/note.tsx'
import { formatCount, plural } from '../../../../ui/numbers.ts'
import styles from './bucket.module.css'

/** What a bucket has, before anything is made of it. */
export function CheckResult({ check }: { check: BucketCheck }) {
  const { objects, fitting, listed, more, readable, unreadable_reason } = check
  if (fitting === 0)
    return (
      <Note tone="warn" title="Nothing there would become a task yet">
        {listed === 0
          ? 'The bucket has no objects with such names. You can follow it all the same: what comes later is found.'
          : `None of ${more ? 'the first ' : ''}${plural(listed, 'object')} has a name that fits. Look at the beginning and the pattern of names.`}
      </Note>
    )
  return (
    <Note
      {...(readable === false && { tone: 'danger' as const })}
      title={
        readable === false
          ? 'It can be listed, and not read'
          : `${formatCount(fitting)} of ${more ? 'the first ' : ''}${plural(listed, 'object')} would become tasks`
      }
    >
      {readable === false && <p>{unreadable_reason}</p>}
      <ul className={styles.objects}>
        {objects.map(({ key, size_bytes }) => (
          <li key={key}>
            <bdi>{key}</bdi> <span className={styles.size}>{(size_bytes / 1e6).toFixed(2)} MB</span>
          </li>
        ))}
      </ul>
      {fitting > objects.length && (
        <p>
          and {formatCount(fitting - objects.length)} more{more ? ' on the first page alone' : ''}
        </p>
      )}
    </Note>
  )
}
