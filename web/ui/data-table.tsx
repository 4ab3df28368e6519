import type { ReactNode } from 'react'
import table from './table.module.css'

/** What a table says of each of its rows. */
export type Column<Row> = {
  head: string
  /** Where two columns may have the same head. */
  name?: string
  cell: (row: Row) => ReactNode
  /** Where what the cells hold says by itself what it is, as buttons do: the head is for screen readers. */
  unseen?: boolean
  /** A figure stands at the right; both are as wide as what they hold. */
  fit?: 'figure' | 'tight'
  quiet?: boolean
  mono?: boolean
  /** Left out on a phone. */
  wide?: boolean
  /** Of the cells, for a width or a style of its own. */
  className?: string | undefined
  /** Shown on the head when one asks. */
  hint?: string
  /** The same on a cell. */
  cellHint?: (row: Row) => string
  /** Other people's words, which may run the other way. */
  dir?: 'auto'
}

/** Columns that only some people see are `false` for the others. */
export type Columns<Row> = readonly (Column<Row> | false)[]

/** One table for the whole dashboard: a table says what its columns are, and no more. */
export function DataTable<Row>(props: {
  rows: readonly Row[]
  columns: Columns<Row>
  keyOf: (row: Row) => string | number
  /** What there is to say under a row, across all columns. */
  under?: (row: Row) => ReactNode
}) {
  const { rows, columns, keyOf, under } = props
  return (
    <TableFrame columns={columns}>
      {rows.map((row) => {
        const more = under?.(row)
        return [
          <DataRow key={keyOf(row)} row={row} columns={columns} joined={Boolean(more)} />,
          more && (
            <tr key={`${keyOf(row)} more`}>
              <td colSpan={shown(columns).length}>{more}</td>
            </tr>
          ),
        ]
      })}
    </TableFrame>
  )
}

export function TableFrame<Row>(props: {
  columns: Columns<Row>
  /** Of a list that is drawn in parts: of how many rows. -1: nobody knows yet. */
  rowCount?: number
  className?: string
  body?: React.Ref<HTMLTableSectionElement>
  children: ReactNode
}) {
  return (
    <div className={table.frame}>
      <table className={classes(table.table, props.className)} aria-rowcount={props.rowCount}>
        <thead>
          <tr>
            {shown(props.columns).map(({ head, name = head, fit, wide, hint, unseen }) => (
              <th
                key={name}
                className={classes(fit === 'figure' && table.number, wide && table.hideOnPhone)}
                title={hint}
              >
                {unseen ? <span className="visually-hidden">{head}</span> : head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody ref={props.body}>{props.children}</tbody>
      </table>
    </div>
  )
}

export function DataRow<Row>(props: {
  row: Row
  columns: Columns<Row>
  /** The next row goes with it. */
  joined?: boolean
  /** In a list that is drawn in parts: which row it is, from 1 with the head, and its height in px. */
  place?: { index: number; height: number }
}) {
  const { row, columns, joined, place } = props
  return (
    <tr data-joined={joined || undefined} aria-rowindex={place?.index} style={place && { height: place.height }}>
      {shown(columns).map(({ head, name = head, cell, fit, quiet, mono, wide, className, cellHint, dir }) => (
        <td
          key={name}
          className={classes(
            fit === 'figure' && table.number,
            fit === 'tight' && table.tight,
            quiet && table.quiet,
            mono && table.mono,
            wide && table.hideOnPhone,
            className,
          )}
          title={cellHint?.(row)}
          dir={dir}
        >
          {cell(row)}
        </td>
      ))}
    </tr>
  )
}

function shown<Row>(columns: Columns<Row>): Column<Row>[] {
  return columns.filter((column) => column !== false)
}

function classes(...names: (string | false | undefined)[]): string | undefined {
  return names.filter(Boolean).join(' ') || undefined
}
