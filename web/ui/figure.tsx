import type { ReactNode } from 'react'
import styles from './figure.module.css'

/** One number with its name, and what it means in small. */
export function Figure(props: { name: string; hint?: string; children: ReactNode }) {
  return (
    <div className={styles.figure}>
      <dt>{props.name}</dt>
      <dd>
        <span className={styles.value}>{props.children}</span>
        {props.hint && <span className={styles.hint}>{props.hint}</span>}
      </dd>
    </div>
  )
}
