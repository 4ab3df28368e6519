import { queryOptions, useQueries, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { service } from '../../../../service/client.ts'
import { liveMs } from '../../../../service/queries.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { queryOf, type TaskFilters } from './filters.ts'
import { mergePage, type TaskPage } from './merge.ts'

export const pageSize = 100

const pageQuery = (projectId: number, filters: TaskFilters, after: string | undefined) =>
  queryOptions({
    queryKey: keyOf.taskPage(projectId, filters, after),
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

/** Pages that were scrolled past are kept, so that their rows keep their place when one comes back. */
const keptMs = 30 * 60_000

/**
 * The tasks of a project as far as they have been scrolled to: a chain of pages, each with the cursor that the one
 * before it gave. Only pages that are looked at are watched and read again, so a table of a million rows costs what its
 * window costs. With all pages watched, scrolling through the first 10,000 rows took twice as much script.
 */
export function useTaskPages(projectId: number, filters: TaskFilters, looked: { first: number; last: number }) {
  const cache = useQueryClient()
  const [cursors, setCursors] = useState<(string | undefined)[]>([undefined])
  const end = cursors.length - 1
  const [from, to] = [pageOf(looked.first), pageOf(looked.last)]
  const watched = [...new Set([0, ...[...cursors.keys()].filter((at) => at >= from && at <= to), end])]
  const queries = useQueries({
    queries: watched.map((at) => ({
      ...pageQuery(projectId, filters, cursors[at]),
      gcTime: keptMs,
      refetchInterval: at >= from && at <= to ? liveMs : (false as const),
    })),
  })
  const last = queries.at(-1)
  const next = last?.data?.next
  return {
    /** All pages but the last one are full. */
    count: end * pageSize + (last?.data?.data.length ?? 0),
    /** The rows from one to another; undefined where one has to be read again. */
    rowsIn: (first: number, final: number) => {
      const pages = new Map<number, TaskPage | undefined>()
      return Array.from({ length: Math.max(0, final - first + 1) }, (_, n) => {
        const at = pageOf(first + n)
        if (!pages.has(at))
          pages.set(
            at,
            queries[watched.indexOf(at)]?.data ??
              cache.getQueryData<TaskPage>(pageQuery(projectId, filters, cursors[at]).queryKey),
          )
        return pages.get(at)?.data[(first + n) % pageSize]
      })
    },
    first: queries[0]!,
    changed: queries.some((page) => page.data?.changed),
    /** Whether more rows can be asked for, or are on their way. */
    more: last?.isPending === true || next !== undefined,
    failed: last?.error && !last.data ? last : null,
    askForMore: () => {
      if (next !== undefined) setCursors((known) => (known.length === end + 1 ? [...known, next] : known))
    },
    reload: () => {
      setCursors([undefined])
      void cache.resetQueries({ queryKey: keyOf.taskList(projectId, filters) })
    },
  }
}

function pageOf(row: number): number {
  return Math.floor(row / pageSize)
}
