type Format = {
  /** The MIME type that it is sent as. */
  type: string
  /** Endings of file names, in small letters; the first is the one that we give. */
  endings: readonly [string, ...string[]]
  /**
   * `table`: a line of titles, then one line an item, with what the dialect has between cells. `lines`: one object a line, each a task. `list`: one JSON value, which ends: no
   * later export can be put behind it.
   */
  shape: 'table' | 'lines' | 'list'
}

/** How results are given out. Whoever adds a format adds it here; how each is written stands in `server/src/exports/formats.ts`. */
export const exportFormats = {
  csv: { type: 'text/csv', endings: ['csv'], shape: 'table' },
  jsonl: { type: 'application/x-ndjson', endings: ['jsonl', 'ndjson'], shape: 'lines' },
  json: { type: 'application/json', endings: ['json'], shape: 'list' },
} as const satisfies Record<string, Format>

export type ExportFormat = keyof typeof exportFormats
export const exportFormatNames = Object.keys(exportFormats) as [ExportFormat, ...ExportFormat[]]

export function exportFormat(name: ExportFormat): Format {
  return exportFormats[name]
}
