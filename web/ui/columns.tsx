import styles from './columns.module.css'

export type Column = { key: string; count: number; title: string; faded?: boolean }

/** Counts as columns side by side, with a word under both ends. `label` says all of it in words. */
export function Columns(props: { label: string; columns: Column[]; from: string; to: string }) {
  const highest = Math.max(1, ...props.columns.map(({ count }) => count))
  return (
    <figure className={styles.figure}>
      <div className={styles.columns} role="img" aria-label={props.label}>
        {props.columns.map(({ key, count, title, faded }) => (
          <span key={key} className={styles.slot} title={title}>
            {count > 0 && (
              <span
                className={styles.column}
                data-faded={faded || undefined}
                style={{ height: `${(count / highest) * 100}%` }}
              />
            )}
          </span>
        ))}
      </div>
      <figcaption className={styles.ends}>
        <span>{props.from}</span>
        <span>{props.to}</span>
      </figcaption>
    </figure>
  )
}
