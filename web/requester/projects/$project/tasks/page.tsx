import { Button, Loader } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useSearch } from '@tanstack/react-router'
import type { Project } from '@whisker/api/projects.ts'
import { useEffect, useRef, useState } from 'react'
import { Empty } from '../../../../ui/empty.tsx'
import { Icon } from '../../../../ui/icons.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { ProblemNote } from '../../../../ui/note.tsx'
import { Section } from '../../../../ui/page.tsx'
import table from '../../../../ui/table.module.css'
import { RowSpacer, useWindowRows } from '../../../../ui/window-rows.tsx'
import { useProject } from '../project-context.tsx'
import { FilterBar } from './filter-bar.tsx'
import { isFiltered, type TaskFilters } from './filters.ts'
import { rowHeight, TaskRow } from './task-row.tsx'
import styles from './tasks.module.css'
import { useTaskPages } from './use-task-pages.ts'

/** /app/projects/:id/tasks */
export function TasksPage() {
  const project = useProject()
  const filters = useSearch({ from: '/inside/projects/$project/tasks' })
  useDocumentTitle(`Tasks · ${project.title} · Whisker`)
  return (
    <>
      <FilterBar projectId={project.id} filters={filters} />
      <TaskTable key={JSON.stringify(filters)} project={project} filters={filters} />
    </>
  )
}

function TaskTable({ project, filters }: { project: Project; filters: TaskFilters }) {
  const [looked, setLooked] = useState({ first: 0, last: 0 })
  const pages = useTaskPages(project.id, filters, looked)
  const body = useRef<HTMLTableSectionElement>(null)
  const { rows } = pages
  const range = useWindowRows(body, rows.length, rowHeight)
  const { askForMore } = pages
  const nearEnd = range.last >= rows.length - 30
  useEffect(() => setLooked(range), [range])
  useEffect(() => {
    if (nearEnd) askForMore()
  }, [nearEnd, askForMore])

  return (
    <Loaded query={pages.first} rows={8}>
      {() => (
        <Section flush>
          {pages.changed && (
            <div className={styles.changed}>
              <Button size="xs" variant="default" leftSection={<Icon name="repeat" size={14} />} onClick={pages.reload}>
                The list has changed. Show it as it is now
              </Button>
            </div>
          )}
          {rows.length === 0 ? (
            <NoTasks filtered={isFiltered(filters)} />
          ) : (
            <div className={table.frame}>
              <table className={`${table.table} ${styles.table}`} aria-rowcount={pages.more ? -1 : rows.length + 1}>
                <thead>
                  <tr>
                    <th>Task</th>
                    <th>Result</th>
                    <th className={table.hideOnPhone}>Status</th>
                    <th className={`${table.number} ${table.hideOnPhone}`}>Answers</th>
                    <th className={`${table.number} ${table.hideOnPhone}`}>Made</th>
                  </tr>
                </thead>
                <tbody ref={body}>
                  <RowSpacer rows={range.first} rowHeight={rowHeight} />
                  {rows.slice(range.first, range.last + 1).map((task, at) => (
                    <TaskRow key={task.id} project={project} task={task} index={range.first + at} />
                  ))}
                  <RowSpacer rows={rows.length - 1 - range.last} rowHeight={rowHeight} />
                </tbody>
              </table>
            </div>
          )}
          {pages.failed && (
            <div className={styles.end}>
              <ProblemNote error={pages.failed.error} retry={() => void pages.failed?.refetch()} />
            </div>
          )}
          {rows.length > 0 && pages.more && !pages.failed && (
            <div className={styles.end}>
              <Loader size="xs" aria-label="Loading more tasks" />
            </div>
          )}
        </Section>
      )}
    </Loaded>
  )
}

function NoTasks({ filtered }: { filtered: boolean }) {
  if (filtered)
    return (
      <Empty icon="search" title="No task is like that">
        Choose another status, or take the filters away.
      </Empty>
    )
  return (
    <Empty icon="image" title="No tasks yet">
      Send pictures from the overview, or by API. They appear here in the order in which they were made.
    </Empty>
  )
}
