import { type QueryKey, queryOptions, useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { service } from '../../../../service/client.ts'
import { liveMs } from '../../../../service/queries.ts'
import { queryOf, type TaskFilters } from './filters.ts'
import { mergePage, type TaskPage } from './merge.ts'

export const pageSize = 100

const listKey = (projectId: number, filters: TaskFilters): QueryKey => ['project', projectId, 'tasks', filters]

const pageQuery = (projectId: number, filters: TaskFilters, after: string | undefined) =>
  queryOptions({
    queryKey: [...listKey(projectId, filters), after ?? ''],
    queryFn: async (): Promise<TaskPage> => {
      const query = {
        project_id: projectId,
        limit: pageSize,
        ...queryOf(filters),
        ...(after !== undefined && { after }),
      }
      return { ...(await service.listTasks({ query })), changed: false }
    },
    structuralSharing: (before, now) => (before ? mergePage(before as TaskPage, now as TaskPage) : now),
  })

/**
 * The tasks of a project as far as they have been scrolled to: a chain of pages, each with the cursor that the one
 * before it gave. Only pages that are looked at are read again, so a table of a million rows costs what its window costs.
 */
export function useTaskPages(projectId: number, filters: TaskFilters, looked: { first: number; last: number }) {
  const cache = useQueryClient()
  const [wanted, setWanted] = useState(1)
  const cursors: (string | undefined)[] = [undefined]
  while (cursors.length < wanted) {
    const page = cache.getQueryData<TaskPage>(pageQuery(projectId, filters, cursors.at(-1)).queryKey)
    if (page?.next === undefined) break
    cursors.push(page.next)
  }
  const pages = useQueries({
    queries: cursors.map((cursor, at) => {
      const isLooked = at >= Math.floor(looked.first / pageSize) && at <= Math.floor(looked.last / pageSize)
      return { ...pageQuery(projectId, filters, cursor), refetchInterval: isLooked ? liveMs : (false as const) }
    }),
  })
  const last = pages.at(-1)
  return {
    rows: pages.flatMap((page) => page.data?.data ?? []),
    first: pages[0]!,
    changed: pages.some((page) => page.data?.changed),
    /** Whether more rows can be asked for, or are on their way. */
    more: last?.isPending === true || last?.data?.next !== undefined,
    failed: last?.error && !last.data ? last : null,
    askForMore: () => {
      if (last?.data?.next !== undefined && cursors.length === wanted) setWanted(wanted + 1)
    },
    reload: () => {
      setWanted(1)
      void cache.resetQueries({ queryKey: listKey(projectId, filters) })
    },
  }
}
