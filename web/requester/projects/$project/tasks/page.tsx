import { useSearch } from '@tanstack/react-router'
import { useMemo } from 'react'
import { useProject } from '../project-context.tsx'
import { FilterBar } from './filter-bar.tsx'
import { isFiltered } from './filters.ts'
import { NoTasks } from './no-tasks.tsx'
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
        none={<NoTasks project={project} filtered={isFiltered(filters)} />}
      />
    </>
  )
}
