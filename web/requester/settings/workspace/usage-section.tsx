import { useQuery } from '@tanstack/react-query'
import { Age } from '../../../ui/age.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { formatBytes, formatCount } from '../../../ui/numbers.ts'
import { Section } from '../../../ui/page.tsx'
import { usageQuery } from '../queries.ts'
import styles from './usage.module.css'

/** What the workspace holds. */
export function UsageSection() {
  const usage = useQuery(usageQuery)
  return (
    <Section title="Usage">
      <Loaded query={usage} rows={4}>
        {(data) => (
          <>
            <dl className={styles.usage}>
              <dt>Projects</dt>
              <dd>{formatCount(data.projects)}</dd>
              <dt>Tasks</dt>
              <dd>{formatCount(data.tasks)}</dd>
              <dt>Answers that count</dt>
              <dd>{formatCount(data.answers)}</dd>
              <dt>Pictures, as they were sent</dt>
              <dd>
                {formatCount(data.pictures)} · {formatBytes(data.picture_bytes)}
              </dd>
            </dl>
            <p className={styles.when}>
              Counted <Age at={data.counted_at} />.
            </p>
          </>
        )}
      </Loaded>
    </Section>
  )
}
