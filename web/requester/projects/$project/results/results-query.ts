import { type QueryClient, queryOptions } from '@tanstack/react-query'
import type { ResultRow } from '@whisker/api/results.ts'
import { service } from '../../../../service/client.ts'
import { type Collected, collect, nothingCollected } from './collected.ts'

export type Results = Collected & {
  /** Where the next look begins; null before the first export has come to its end. */
  cursor: string | null
}

/** How often what has been read of a running export is shown. */
const showEveryMs = 300

/**
 * The results of a project, from its export: the first look reads all of it (counted while it streams in), each later
 * one only what was completed since.
 */
export const resultsQuery = (cache: QueryClient, projectId: number) => {
  const queryKey = ['project', projectId, 'results'] as const
  return queryOptions({
    queryKey,
    queryFn: async ({ signal }): Promise<Results> => {
      const before = cache.getQueryData<Results>(queryKey)
      const known = before?.cursor ? before : null
      const query = { format: 'jsonl' as const, ...(known?.cursor && { after: known.cursor }) }
      const response = await service.exportResults({ params: { project_id: projectId }, query, signal })
      // A copy: if this export breaks off, the next one begins again where `known` ended.
      let collected: Collected = known ? { ...known, counts: copyCounts(known.counts) } : nothingCollected()
      let shown = performance.now()
      for await (const rows of readRows(response)) {
        collected = collect(collected, rows)
        if (known || performance.now() - shown < showEveryMs) continue
        shown = performance.now()
        cache.setQueryData<Results>(queryKey, { ...collected, cursor: null })
      }
      return { ...collected, cursor: response.headers.get('whisker-cursor') }
    },
    refetchInterval: 5000,
    staleTime: 4000,
    // Maps are not compared: a new object says that something came.
    structuralSharing: false,
  })
}

function copyCounts(counts: Collected['counts']): Collected['counts'] {
  return new Map([...counts].map(([field, values]) => [field, new Map(values)]))
}

/** Rows of a JSONL body, as many at a time as one piece of the stream holds. */
async function* readRows(response: Response): AsyncGenerator<ResultRow[]> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let rest = ''
  while (reader) {
    const { value, done } = await reader.read()
    const lines = (rest + decoder.decode(value, { stream: !done })).split('\n')
    rest = done ? '' : (lines.pop() ?? '')
    yield lines.filter(Boolean).map((line) => JSON.parse(line) as ResultRow)
    if (done) return
  }
}
