import { coco } from './coco.ts'
import { cvat } from './cvat.ts'
import { doccano } from './doccano.ts'
import type { ImportFolder } from './folder.ts'
import { groundTruth } from './ground-truth.ts'
import { type Imported, ImportFault, type ImportReader } from './imported.ts'
import { labelStudio } from './label-studio.ts'
import { type JsonLine, jsonLines } from './lines.ts'
import { mechanicalTurk } from './mechanical-turk.ts'
import { isParquet, tableOfParquet } from './parquet.ts'
import { type Table, tableOf, tableOfLines } from './table.ts'
import { type TableForm, tasksOfTable } from './tasks-table.ts'
import { refuseTooManyContainers, refuseTooManyRows } from './too-many.ts'
import { voc } from './voc.ts'
import { isWorkbook, tableOfWorkbook } from './workbook.ts'
import { parseXml, type XmlElement } from './xml.ts'
import { yolo } from './yolo.ts'
import { readZip } from './zip.ts'

/** Whoever adds a format adds its reader here. */
const documents: readonly ImportReader<unknown>[] = [coco, labelStudio]
const lined: readonly ImportReader<JsonLine[]>[] = [doccano, groundTruth]
const marked: readonly ImportReader<XmlElement>[] = [cvat]
const tables: readonly ImportReader<Table>[] = [mechanicalTurk]
const folders: readonly ImportReader<ImportFolder>[] = [yolo, voc]

/** A whole document is read at once, and becomes several times as large. */
export const maxImportBytes = 100_000_000

export type Read = Imported & { title: string }

/** Finds out what a file is, and reads it. `form`: of the project that it is for, if there is one. @throws {ImportFault} */
export async function readImport(bytes: Uint8Array, form: TableForm | null = null): Promise<Read> {
  if (isParquet(bytes)) return readTableWithNotes(await tableOfParquet(bytes), form)
  if (String.fromCharCode(...bytes.subarray(0, 4)) === 'PK\x03\x04') {
    const archive = readZip(bytes)
    if (!isWorkbook(archive)) throw new ImportFault('The file is a zip. Unpack it, and name what is in it.')
    return readTableWithNotes(await tableOfWorkbook(archive), form)
  }
  const begin = new TextDecoder().decode(bytes.subarray(0, 1000)).trimStart()
  if (bytes.length > 0 && !/^[<[{]/.test(begin)) return notEmpty(await readTable(await tableOf(bytes), form))
  const text = decode(bytes)
  if (begin.startsWith('<')) return readXml(text)
  refuseTooManyContainers(bytes)
  const value = parse(text)
  const lines = linesOf(text, value)
  const found = (value !== undefined && (await readWith(documents, value))) || (lines && (await readWith(lined, lines)))
  if (found) return notEmpty(found)
  if (!lines) throw new ImportFault('The file is no JSON document, or it was cut off.')
  if (form) return notEmpty({ title: 'Table of tasks', ...tasksOfTable(tableOfLines(lines), form) })
  throw new ImportFault(
    `The file is none of these: ${titlesOf(documents)} (JSON), ${titlesOf(lined)} (JSONL). Lines whose keys are the fields of a project need the project.`,
  )
}

async function readTableWithNotes(
  { table, notes }: { table: Table; notes: string[] },
  form: TableForm | null,
): Promise<Read> {
  const read = notEmpty(await readTable(table, form))
  return { ...read, notes: [...notes, ...read.notes] }
}

async function readTable(table: Table, form: TableForm | null): Promise<Read> {
  const found = await readWith(tables, table)
  if (found) return found
  if (form) return { title: 'Table of tasks', ...tasksOfTable(table, form) }
  throw new ImportFault(
    `A table of tasks says nothing of the form, so it needs a project that has one. Its columns are: ${table.titles.join(', ').slice(0, 1000)}.`,
  )
}

/** Finds out what a folder is, and reads it. @throws {ImportFault} */
export async function readImportFolder(folder: ImportFolder): Promise<Read> {
  const found = await readWith(folders, folder)
  if (!found)
    throw new ImportFault(
      `The folder is none of these: YOLO (a data.yaml or classes.txt), Pascal VOC (XML files). Pictures alone are sent by whisker upload.`,
    )
  return notEmpty(found)
}

async function readXml(text: string): Promise<Read> {
  const root = parseXml(text)
  const found = await readWith(marked, root)
  if (found) return notEmpty(found)
  const next =
    root.name === 'annotation'
      ? 'It looks like a file of Pascal VOC: name the folder that it lies in.'
      : `It begins with <${root.name}>.`
  throw new ImportFault(`The XML is none of these: ${titlesOf(marked)}. ${next}`)
}

function notEmpty(read: Read): Read {
  if (read.tasks.length === 0) throw new ImportFault('There are no pictures or texts in it.')
  return read
}

/** One line of JSON is a document as well, and a list of what would be lines is as good as these. */
function linesOf(text: string, value: unknown): JsonLine[] | null {
  if (!Array.isArray(value)) return jsonLines(text)
  refuseTooManyRows(value.length)
  return value.map((one, index) => ({ row: index + 1, value: one, fault: null }))
}

async function readWith<Source>(readers: readonly ImportReader<Source>[], source: Source): Promise<Read | null> {
  const reader = readers.find((one) => one.detect(source))
  return reader ? { title: reader.title, ...(await reader.read(source)) } : null
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
