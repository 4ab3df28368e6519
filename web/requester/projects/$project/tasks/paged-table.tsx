import { Button, Loader } from '@mantine/core'
import type { Task } from '@whisker/api/tasks.ts'
import { memo, type ReactNode, useEffect, useRef, useState } from 'react'
import { type Columns, DataRow, TableFrame } from '../../../../ui/data-table.tsx'
import { Icon } from '../../../../ui/icons.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { ProblemNote } from '../../../../ui/note.tsx'
import { Section } from '../../../../ui/page.tsx'
import { RowSpacer, useWindowRows } from '../../../../ui/window-rows.tsx'
import type { TaskFilters } from './filters.ts'
import styles from './tasks.module.css'
import { useTaskPages } from './use-task-pages.ts'

/** All rows have this height, px: the table computes from it which rows are in the window. */
const rowHeight = 52

/**
 * Tasks by pages of the service, as far as one scrolls; only rows in the window are drawn. Other filters are another list:
 * the caller gives a key that changes with them.
 */
export function PagedTable(props: {
  projectId: number
  filters: TaskFilters
  /** Above the table, such as what it is filtered by. */
  before?: ReactNode
  /** The same object while they are the same: rows are drawn again when it is another one. */
  columns: Columns<Task>
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
            <TableFrame
              columns={props.columns}
              className={styles.table}
              rowCount={pages.more ? -1 : count + 1}
              body={body}
            >
              <RowSpacer rows={range.first} rowHeight={rowHeight} />
              {pages.rowsIn(range.first, Math.min(range.last, count - 1)).map((task, n) => {
                const index = range.first + n
                if (!task) return <RowSpacer key={index} rows={1} rowHeight={rowHeight} />
                return <TaskRow key={task.id} task={task} columns={props.columns} index={index} />
              })}
              <RowSpacer rows={count - 1 - range.last} rowHeight={rowHeight} />
            </TableFrame>
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

/** Drawn again only when its task changed: the cache keeps the object of an unchanged task. */
const TaskRow = memo(function TaskRow(props: { task: Task; columns: Columns<Task>; index: number }) {
  return <DataRow row={props.task} columns={props.columns} place={{ index: props.index + 2, height: rowHeight }} />
})
