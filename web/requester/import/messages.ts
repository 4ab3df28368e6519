import type { Columns } from '@whisker/api/imports/columns.ts'
import type { Counts } from '@whisker/api/imports/counts.ts'
import type { ImportedInput } from '@whisker/api/imports/imported.ts'
import type { LabelUse } from '@whisker/api/imports/label-use.ts'
import type { Tally } from '@whisker/api/imports/tally.ts'

// What the page and its thread say to each other. The thread has the files and the rows; the page has what is shown of them.

/** How a person corrects what was found out. `document`: which of the files; null: all of them as a folder. */
export type Correction = {
  document?: string | null
  title?: string
  /** Of a new project: what each column is. */
  roles?: ReadonlyMap<string, string>
  /** Of a project that is there: the column of each field; empty: none. */
  columns?: ReadonlyMap<string, string>
}

/** Where rows go, and what becomes of their labels. `into`: for a new project, or the one that was made of the file before. */
export type Order = { as: LabelUse; source: string; into: 'there' | 'new'; title: string }

export type Ask =
  | { do: 'begin'; base: string; projectId: number | null }
  | { do: 'read'; files: ReadonlyMap<string, File>; correction: Correction }
  | { do: 'send'; order: Order }

export type RowFault = { row: number; name: string | null; fault: string; isSent: boolean }

export type FirstRow = { row: number; values: { name: string; value: string }[]; answer: string | null }

/** What would come in. */
export type Look = {
  name: string
  documents: (string | null)[]
  document: string | null
  title: string
  titles: string[]
  tally: Tally
  inputs: ImportedInput[]
  first: FirstRow[]
  notes: string[]
  faults: RowFault[]
  columns: Columns | null
  /** The project that was made of the same file before. */
  there: { id: number; title: string } | null
  /** Why labels cannot be used so, as a sentence; null: they can. */
  refusals: Record<'there' | 'new', Record<LabelUse, string | null>>
}

export type Progress = Counts & { rows: number; labels: number; settled: number }

export type Told =
  | { told: 'look'; look: Look }
  /** Nothing goes on before somebody does something. `columns`: of a table, of which something else is to be said. */
  | { told: 'fault'; text: string; columns: Columns | null }
  | { told: 'progress'; progress: Progress; faults: RowFault[] }
  /** It is tried again by itself; null: it goes on. */
  | { told: 'trouble'; text: string | null }
  | { told: 'done'; project: { id: number; title: string } }
