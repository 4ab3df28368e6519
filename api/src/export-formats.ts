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

type DatasetFormat = {
  type: string
  endings: readonly [string, ...string[]]
  /** How a person calls it. */
  title: string
}

/**
 * Data sets with their pictures, as programs that train read them. Whoever adds one adds it here; what a form must have and how rows
 * become files stands in `server/src/exports/formats/`, the one table of `parquet` in `server/src/exports/parquet/`.
 */
export const datasetFormats = {
  coco: { type: 'application/zip', endings: ['zip'], title: 'COCO' },
  yolo: { type: 'application/zip', endings: ['zip'], title: 'YOLO' },
  voc: { type: 'application/zip', endings: ['zip'], title: 'Pascal VOC' },
  imagefolder: { type: 'application/zip', endings: ['zip'], title: 'a folder of pictures' },
  parquet: { type: 'application/vnd.apache.parquet', endings: ['parquet'], title: 'Parquet' },
} as const satisfies Record<string, DatasetFormat>

export type DatasetFormatName = keyof typeof datasetFormats
export const datasetFormatNames = Object.keys(datasetFormats) as [DatasetFormatName, ...DatasetFormatName[]]

export function isDataset(name: ExportFormat | DatasetFormatName): name is DatasetFormatName {
  return name in datasetFormats
}

export type ZipFormatName = Exclude<DatasetFormatName, 'parquet'>

/** The type and the endings of any of them. */
export function fileFormat(name: ExportFormat | DatasetFormatName): Pick<Format, 'type' | 'endings'> {
  return isDataset(name) ? datasetFormats[name] : exportFormats[name]
}

/** Many files in one; else it is a table. */
export function isZip(name: DatasetFormatName): name is ZipFormatName {
  return name !== 'parquet'
}

/** Shares of a split: `train:80,validation:10,test:10`. Names become folders. */
export const splitShape = /^[a-z][a-z0-9_-]{0,30}:[1-9]\d{0,5}(,[a-z][a-z0-9_-]{0,30}:[1-9]\d{0,5}){0,9}$/
