import { Button, Loader } from '@mantine/core'
import type { Task } from '@whisker/api/tasks.ts'
import { type ReactNode, useEffect, useRef, useState } from 'react'
import { Icon } from '../../../../ui/icons.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { ProblemNote } from '../../../../ui/note.tsx'
import { Section } from '../../../../ui/page.tsx'
import table from '../../../../ui/table.module.css'
import { RowSpacer, useWindowRows } from '../../../../ui/window-rows.tsx'
import type { TaskFilters } from './filters.ts'
import { rowHeight } from './task-row.tsx'
import styles from './tasks.module.css'
import { useTaskPages } from './use-task-pages.ts'

/**
 * Tasks by pages of the service, as far as one scrolls; only rows in the window are drawn. Other filters are another list:
 * the caller gives a key that changes with them.
 */
export function PagedTable(props: {
  projectId: number
  filters: TaskFilters
  /** Above the table, such as what it is filtered by. */
  before?: ReactNode
  /** The cells of the head. */
  head: ReactNode
  row: (task: Task, index: number) => ReactNode
  none: ReactNode
}) {
  const [looked, setLooked] = useState({ first: 0, last: 0 })
  const pages = useTaskPages(props.projectId, props.filters, looked)
  const body = useRef<HTMLTableSectionElement>(null)
  const { count, askForMore } = pages
  const range = useWindowRows(body, count, rowHeight)
  const nearEnd = range.last >= count - 30
  useEffect(() => setLooked(range), [range])
  useEffect(() => {
    if (nearEnd) askForMore()
  }, [nearEnd, askForMore])

  return (
    <Loaded query={pages.first} rows={8}>
      {() => (
        <Section flush>
          {props.before}
          {pages.changed && (
            <div className={styles.changed}>
              <Button size="xs" variant="default" leftSection={<Icon name="repeat" size={14} />} onClick={pages.reload}>
                The list has changed. Show it as it is now
              </Button>
            </div>
          )}
          {count === 0 ? (
            props.none
          ) : (
            <div className={table.frame}>
              <table className={`${table.table} ${styles.table}`} aria-rowcount={pages.more ? -1 : count + 1}>
                <thead>
                  <tr>{props.head}</tr>
                </thead>
                <tbody ref={body}>
                  <RowSpacer rows={range.first} rowHeight={rowHeight} />
                  {pages.rowsIn(range.first, Math.min(range.last, count - 1)).map((task, n) => {
                    const index = range.first + n
                    return task ? props.row(task, index) : <RowSpacer key={index} rows={1} rowHeight={rowHeight} />
                  })}
                  <RowSpacer rows={count - 1 - range.last} rowHeight={rowHeight} />
                </tbody>
              </table>
            </div>
          )}
          {pages.failed && (
            <div className={styles.end}>
              <ProblemNote error={pages.failed.error} retry={() => void pages.failed?.refetch()} />
            </div>
          )}
          {count > 0 && pages.more && !pages.failed && (
            <div className={styles.end}>
              <Loader size="xs" aria-label="Loading more tasks" />
            </div>
          )}
        </Section>
      )}
    </Loaded>
  )
}
