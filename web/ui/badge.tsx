import type { ReactNode } from 'react'
import styles from './badge.module.css'

export type Tone = 'neutral' | 'accent' | 'warn' | 'danger'

/** A short state. The words carry the meaning, the colour only helps to find it. `plain`: without ground, for tables. */
export function Badge(props: { tone?: Tone; plain?: boolean; children: ReactNode }) {
  return (
    <span className={styles.badge} data-tone={props.tone ?? 'neutral'} data-plain={props.plain || undefined}>
      {props.children}
    </span>
  )
}
