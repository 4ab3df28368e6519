import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import { Mark } from '../ui/mark.tsx'
import styles from './frame.module.css'

/** The frame of the pages for people who are not signed in: one card, one task. */
export function AccountFrame(props: { title: string; lead?: ReactNode; below?: ReactNode; children: ReactNode }) {
  useDocumentTitle(`${props.title} · Whisker`)
  return (
    <main className={styles.page}>
      <div className={styles.brand}>
        <Mark size={26} />
        Whisker
      </div>
      <div className={styles.card}>
        <h1 className={styles.title}>{props.title}</h1>
        {props.lead && <p className={styles.lead}>{props.lead}</p>}
        {props.children}
      </div>
      {props.below && <p className={styles.below}>{props.below}</p>}
    </main>
  )
}
