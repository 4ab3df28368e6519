import { coco } from './coco.ts'
import { type Columns, columnsOf } from './columns.ts'
import { cvat } from './cvat.ts'
import { doccano } from './doccano.ts'
import { isObject } from './entry.ts'
import type { ImportFolder } from './folder.ts'
import { groundTruth } from './ground-truth.ts'
import { type Imported, ImportFault, type ImportReader } from './imported.ts'
import { labelStudio } from './label-studio.ts'
import { type JsonLine, jsonLines } from './lines.ts'
import { mechanicalTurk } from './mechanical-turk.ts'
import { isParquet, tableOfParquet } from './parquet.ts'
import { type Table, tableOf, tableOfLines } from './table.ts'
import { readColumns } from './table-columns.ts'
import { type TableForm, tasksOfTable } from './tasks-table.ts'
import { refuseTooManyContainers, refuseTooManyRows } from './too-many.ts'
import { voc } from './voc.ts'
import { isWorkbook, tableOfWorkbook } from './workbook.ts'
import { parseXml, type XmlElement } from './xml.ts'
import { yolo } from './yolo.ts'
import { isZip, readZip } from './zip.ts'

/** Whoever adds a format adds its reader here. */
const documents: readonly ImportReader<unknown>[] = [coco, labelStudio]
const lined: readonly ImportReader<JsonLine[]>[] = [doccano, groundTruth]
const marked: readonly ImportReader<XmlElement>[] = [cvat]
const tables: readonly ImportReader<Table>[] = [mechanicalTurk]
const folders: readonly ImportReader<ImportFolder>[] = [yolo, voc]

/** A whole document is read at once, and becomes several times as large. */
export const maxImportBytes = 100_000_000

/** `titles`: all formats that the file can be taken for. `columns`: of a table, and what each is taken for. */
export type Read = Imported & { title: string; titles: string[]; columns?: Columns }

/** `form`: of the project that it is for. `roles`: what columns are, where a form is made of a table. `title`: of the format, if somebody knows it. */
export type Reading = { form?: TableForm | null; roles?: ReadonlyMap<string, string> | 'guessed'; title?: string }

const tableTitle = 'Table of tasks'

/** Finds out what a file is, and reads it. @throws {ImportFault} */
export async function readImport(bytes: Uint8Array, reading: Reading = {}): Promise<Read> {
  if (isParquet(bytes)) return readTableWithNotes(await tableOfParquet(bytes), reading)
  if (isZip(bytes)) {
    const archive = await readZip(new Blob([bytes as Uint8Array<ArrayBuffer>]))
    if (!isWorkbook(archive)) throw new ImportFault('The file is a zip. Unpack it, and name what is in it.')
    return readTableWithNotes(await tableOfWorkbook(archive), reading)
  }
  const begin = new TextDecoder().decode(bytes.subarray(0, 1000)).trimStart()
  if (bytes.length > 0 && !/^[<[{]/.test(begin)) return readTable(await tableOf(bytes), reading)
  const text = decode(bytes)
  if (begin.startsWith('<')) return readXml(text, reading)
  refuseTooManyContainers(bytes)
  const value = parse(text)
  const lines = linesOf(text, value)
  const readings = [
    ...(value === undefined ? [] : readingsOf(documents, value)),
    ...(lines ? readingsOf(lined, lines) : []),
  ]
  const isDocument = readings.length > 0 && lines?.length === 1
  if (lines && canBeTable(reading) && !isDocument) readings.push(tableReading(() => tableOfLines(lines), reading))
  if (readings.length > 0) return readWith(readings, reading)
  if (!lines) throw new ImportFault('The file is no JSON document, or it was cut off.')
  const [first] = lines
  if (isObject(first?.value) && 'annotation_id' in first.value && 'lead_time' in first.value)
    throw new ImportFault(
      'This is the short JSON of Label Studio (JSON_MIN), which does not say what was asked and what was answered. Export it there as JSON.',
    )
  throw new ImportFault(
    `The file is none of these: ${titlesOf(documents)} (JSON), ${titlesOf(lined)} (JSONL). Lines whose keys are the fields of a project need the project.`,
  )
}

/** Finds out what a folder is, and reads it. @throws {ImportFault} */
export async function readImportFolder(folder: ImportFolder, reading: Reading = {}): Promise<Read> {
  const readings = readingsOf(folders, folder)
  if (readings.length === 0)
    throw new ImportFault(
      `The folder is none of these: YOLO (a data.yaml or classes.txt), Pascal VOC (XML files). Pictures alone are sent by whisker upload.`,
    )
  return readWith(readings, reading)
}

/** The formats that a folder as a whole can be taken for, the likeliest first. */
export function folderTitles(paths: readonly string[]): string[] {
  const folder = { paths } as ImportFolder
  return folders.filter(({ detect }) => detect(folder)).map(({ title }) => title)
}

async function readTableWithNotes(
  { table, notes }: { table: Table; notes: string[] },
  reading: Reading,
): Promise<Read> {
  const read = await readTable(table, reading)
  return { ...read, notes: [...notes, ...read.notes] }
}

async function readTable(table: Table, reading: Reading): Promise<Read> {
  const readings = readingsOf(tables, table)
  if (canBeTable(reading)) readings.push(tableReading(() => table, reading))
  if (readings.length > 0) return readWith(readings, reading)
  throw new ImportFault(
    `A table of tasks says nothing of the form, so it needs a project that has one. Its columns are: ${table.titles.join(', ').slice(0, 1000)}.`,
  )
}

function canBeTable({ form, roles }: Reading): boolean {
  return Boolean(form) || roles !== undefined
}

/** A table whose columns somebody knows, or the project that it is for. */
function tableReading(open: () => Table, { form, roles }: Reading): Possible {
  return {
    title: tableTitle,
    read() {
      const table = open()
      if (!form) return readColumns(table, roles === 'guessed' ? undefined : roles)
      return { ...tasksOfTable(table, form), columns: columnsOf(table, null) }
    },
  }
}

async function readXml(text: string, reading: Reading): Promise<Read> {
  const root = parseXml(text)
  const readings = readingsOf(marked, root)
  if (readings.length > 0) return readWith(readings, reading)
  const next =
    root.name === 'annotation'
      ? 'It looks like a file of Pascal VOC: name the folder that it lies in.'
      : `It begins with <${root.name}>.`
  throw new ImportFault(`The XML is none of these: ${titlesOf(marked)}. ${next}`)
}

/** One line of JSON is a document as well, and a list of what would be lines is as good as these. */
function linesOf(text: string, value: unknown): JsonLine[] | null {
  if (!Array.isArray(value)) return jsonLines(text)
  refuseTooManyRows(value.length)
  return value.map((one, index) => ({ row: index + 1, value: one, fault: null }))
}

type Possible = { title: string; read(): (Imported & { columns?: Columns }) | Promise<Imported> }

function readingsOf<Source>(readers: readonly ImportReader<Source>[], source: Source): Possible[] {
  return readers.filter((one) => one.detect(source)).map((one) => ({ title: one.title, read: () => one.read(source) }))
}

/** The first one, if nobody knows better. @throws {ImportFault} */
async function readWith(readings: readonly Possible[], { title }: Reading): Promise<Read> {
  const reading = title === undefined ? readings[0] : readings.find((one) => one.title === title)
  if (!reading) throw new ImportFault(`It cannot be taken for ${title}.`)
  const read = await reading.read()
  if (read.tasks.length === 0) throw new ImportFault('There are no pictures or texts in it.')
  return { ...read, title: reading.title, titles: readings.map((one) => one.title) }
}

function titlesOf(readers: readonly { title: string }[]): string {
  return readers.map(({ title }) => title).join(', ')
}

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    throw new ImportFault('The file is not UTF-8. Save it as UTF-8, or unpack it first.')
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
