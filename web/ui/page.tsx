import { useDocumentTitle } from '@mantine/hooks'
import { type ReactNode, useEffect, useRef } from 'react'
import styles from './page.module.css'

/** The frame of a page's content: its title (also the tab's), what can be done here, and the content. */
export function Page(props: {
  title: string
  /** What the browser's tab says, if not the title; null where the content says it. */
  tab?: string | null
  /** A line under the title. */
  lead?: ReactNode
  actions?: ReactNode
  /** Beside the title, such as a status. */
  beside?: ReactNode
  width?: 'form' | 'full'
  children: ReactNode
}) {
  useDocumentTitle(props.tab === null ? '' : `${props.tab ?? props.title} · Whisker`)
  const heading = useRef<HTMLHeadingElement>(null)
  // A new page says its name to a screen reader and puts the keyboard at its beginning; not while somebody types in a dialog.
  useEffect(() => {
    if (!document.activeElement?.matches('[role=dialog] :is(input, textarea)'))
      heading.current?.focus({ preventScroll: true })
  }, [])
  return (
    <div className={styles.page} data-width={props.width ?? 'full'}>
      <header className={styles.header}>
        <div className={styles.titles}>
          <div className={styles.titleLine}>
            <h1 ref={heading} tabIndex={-1} className={styles.title}>
              {props.title}
            </h1>
            {props.beside}
          </div>
          {props.lead && <p className={styles.lead}>{props.lead}</p>}
        </div>
        {props.actions && <div className={styles.actions}>{props.actions}</div>}
      </header>
      {props.children}
    </div>
  )
}

/** A titled part of a page. `flush`: the content reaches the edges, as tables do. */
export function Section(props: {
  title?: string
  lead?: ReactNode
  actions?: ReactNode
  flush?: boolean
  children: ReactNode
}) {
  return (
    <section className={styles.section}>
      {props.title && (
        <div className={styles.sectionHeader}>
          <div className={styles.titles}>
            <h2 className={styles.sectionTitle}>{props.title}</h2>
            {props.lead && <p className={styles.sectionLead}>{props.lead}</p>}
          </div>
          {props.actions && <div className={styles.actions}>{props.actions}</div>}
        </div>
      )}
      <div className={props.flush ? styles.flush : styles.body}>{props.children}</div>
    </section>
  )
}
