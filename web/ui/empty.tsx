import type { ReactNode } from 'react'
import styles from './empty.module.css'
import { Icon, type IconName } from './icons.tsx'

/** What stands where nothing is yet: why it is empty, and the next step. */
export function Empty(props: { icon: IconName; title: string; children?: ReactNode; action?: ReactNode }) {
  return (
    <div className={styles.empty}>
      <span className={styles.icon}>
        <Icon name={props.icon} size={20} />
      </span>
      <p className={styles.title}>{props.title}</p>
      {props.children && <div className={styles.text}>{props.children}</div>}
      {props.action && <div className={styles.action}>{props.action}</div>}
    </div>
  )
}
