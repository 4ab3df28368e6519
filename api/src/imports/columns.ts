import { ImportFault } from './imported.ts'
import type { Table } from './table.ts'

/** The columns of a table, what each is taken for (null: the project says it), and some of its cells. */
export type Columns = { title: string; role: string | null; samples: string[] }[]

export function columnsOf({ titles, rows }: Table, roles: ReadonlyMap<string, string> | null): Columns {
  return titles.flatMap((title, at) => {
    const filled = rows.filter(({ cells }) => (cells[at] ?? '').trim() !== '')
    const samples = filled.slice(0, 3).map(({ cells }) => cells[at]!.slice(0, 200))
    return title === '' ? [] : [{ title, role: roles?.get(title) ?? null, samples }]
  })
}

/** Why a table is not taken: its columns are others than somebody said. They are told, so that somebody can say it better. */
export class ColumnFault extends ImportFault {
  readonly columns: Columns

  constructor(message: string, columns: Columns) {
    super(message)
    this.columns = columns
  }
}
