import type { Task } from '@whisker/api/tasks.ts'
import { Age } from '../../../../../ui/age.tsx'
import { CodeBlock } from '../../../../../ui/code.tsx'
import { CopyIcon } from '../../../../../ui/copy.tsx'
import { Section } from '../../../../../ui/page.tsx'
import styles from './task.module.css'

/** What the task carries besides its items, and all of it as the API gives it. */
export function DetailsSection({ task }: { task: Task }) {
  const metadata = Object.entries(task.metadata)
  return (
    <Section title="Details">
      <dl className={styles.details}>
        <dt>Id</dt>
        <dd className={styles.mono}>
          {task.id} <CopyIcon value={task.id} label="the id" />
        </dd>
        {task.external_id && (
          <>
            <dt>External id</dt>
            <dd className={styles.mono}>
              {task.external_id} <CopyIcon value={task.external_id} label="the external id" />
            </dd>
          </>
        )}
        {task.names.length > 1 && (
          <>
            <dt>Also called</dt>
            <dd>
              {task.names.slice(1).map((name) => (
                <div key={name}>{name}</div>
              ))}
            </dd>
          </>
        )}
        <dt>Made</dt>
        <dd>
          <Age at={task.created_at} />
        </dd>
        {task.completed_at && (
          <>
            <dt>Completed</dt>
            <dd>
              <Age at={task.completed_at} />
            </dd>
          </>
        )}
        <dt>Form</dt>
        <dd>Version {task.version}</dd>
        {metadata.map(([key, value]) => (
          <MetadataEntry key={key} name={key} value={typeof value === 'string' ? value : JSON.stringify(value)} />
        ))}
      </dl>
      <details className={styles.raw}>
        <summary>As the API gives it</summary>
        <CodeBlock code={JSON.stringify(task, null, 2)} label="The task as JSON" />
      </details>
    </Section>
  )
}

function MetadataEntry({ name, value }: { name: string; value: string }) {
  return (
    <>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </>
  )
}
