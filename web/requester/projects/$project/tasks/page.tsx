import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { Empty } from '../../../../ui/empty.tsx'
import { useProject } from '../project-context.tsx'
import { FilterBar } from './filter-bar.tsx'
import { isFiltered } from './filters.ts'
import { PagedTable } from './paged-table.tsx'
import { taskColumns } from './task-columns.tsx'

/** /app/projects/:id/tasks */
export function TasksPage() {
  const project = useProject()
  const filters = useSearch({ from: '/inside/projects/$project/tasks' })
  const columns = useMemo(() => taskColumns(project), [project])
  return (
    <>
      <FilterBar projectId={project.id} filters={filters} />
      <PagedTable
        key={JSON.stringify(filters)}
        projectId={project.id}
        filters={filters}
        columns={columns}
        none={<NoTasks filtered={isFiltered(filters)} />}
      />
    </>
  )
}

function NoTasks({ filtered }: { filtered: boolean }) {
  if (filtered)
    return (
      <Empty icon="search" title="No task matches">
        Choose another status, or take the filters away.
      </Empty>
    )
  return (
    <Empty icon="image" title="No tasks yet">
      Send pictures from the overview, or by API. They appear here in the order in which they were made.
    </Empty>
  )
}
