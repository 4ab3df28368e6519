import { Button } from '@mantine/core'
import type { InfiniteData, UseInfiniteQueryResult, UseQueryResult } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { type Columns, DataTable } from './data-table.tsx'
import { Loaded } from './loaded.tsx'
import table from './table.module.css'

type List<Row> = { data: Row[] }

/** A list of the service as a table: while it is read, when that failed, when nothing is in it, and its rows. */
export function ListTable<Row>(props: {
  query: UseQueryResult<List<Row>> | UseQueryResult<InfiniteData<List<Row>>>
  columns: Columns<Row>
  keyOf: (row: Row) => string | number
  under?: (row: Row) => ReactNode
  /** What stands where nothing is; without it the head stands alone. */
  none?: ReactNode
  /** How many grey lines stand for it while it is read. */
  pending?: number
}) {
  const { query, none, pending, ...rest } = props
  return (
    <Loaded query={query as UseQueryResult<List<Row> | InfiniteData<List<Row>>>} {...(pending && { rows: pending })}>
      {(data) => {
        const rows = 'pages' in data ? data.pages.flatMap((page) => page.data) : data.data
        return rows.length === 0 && none ? none : <DataTable rows={rows} {...rest} />
      }}
    </Loaded>
  )
}

/** The button that asks for the next page of a list, while there is one. */
export function ShowMore({ query, children }: { query: UseInfiniteQueryResult; children: string }) {
  if (!query.hasNextPage) return null
  return (
    <p className={table.more}>
      <Button variant="default" size="xs" loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
        {children}
      </Button>
    </p>
  )
}
