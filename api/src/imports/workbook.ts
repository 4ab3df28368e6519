import { ImportFault } from './imported.ts'
import { refuseTwins, strayCell, type Table } from './table.ts'
import { refuseTooManyCells, refuseTooManyRows } from './too-many.ts'
import { dateCell, dateStyles } from './workbook-dates.ts'
import { parseXml, type XmlElement } from './xml.ts'
import type { ZipEntry } from './zip.ts'

type Archive = ReadonlyMap<string, ZipEntry>
/** What cells refer to. `dates`: which styles show a number as a date. */
type Shared = { strings: readonly string[]; dates: readonly boolean[]; from1904: boolean }

const maxColumns = 16_384

export function isWorkbook(archive: Archive): boolean {
  return archive.has('xl/workbook.xml')
}

/** The first sheet of a workbook (XLSX), as people see it: dates as dates, what formulas gave. `notes`: what was left. @throws {ImportFault} */
export async function tableOfWorkbook(archive: Archive): Promise<{ table: Table; notes: string[] }> {
  const book = await readPart(archive, 'xl/workbook.xml')
  const links = await readPart(archive, 'xl/_rels/workbook.xml.rels')
  const sheets = within(within([book!], 'sheets'), 'sheet')
  const [first, ...others] = sheets.filter(({ attributes }) => !/hidden/i.test(attributes.get('state') ?? ''))
  if (!first) throw new ImportFault('The workbook has no sheet that is shown.')
  const link = within([links!], 'Relationship').find(({ attributes }) => attributes.get('Id') === relationOf(first))
  const sheet = await readPart(archive, pathOf(link?.attributes.get('Target') ?? ''))
  const strings = await readPart(archive, 'xl/sharedStrings.xml', false)
  const styles = await readPart(archive, 'xl/styles.xml', false)
  const shared = {
    strings: strings ? within([strings], 'si').map(textOf) : [],
    dates: styles ? dateStyles(styles) : [],
    from1904: within([book!], 'workbookPr').some(({ attributes }) =>
      /^(1|true)$/.test(attributes.get('date1904') ?? ''),
    ),
  }
  const left = others.map(({ attributes }) => attributes.get('name'))
  const notes = left.length > 0 ? [`Only the first sheet is taken; not taken: ${left.join(', ')}.`] : []
  return { table: tableOfSheet(sheet!, shared), notes }
}

function tableOfSheet(sheet: XmlElement, shared: Shared): Table {
  let titles: string[] | null = null
  let count = 0
  const rows: Table['rows'][number][] = []
  for (const [n, element] of within(within([sheet], 'sheetData'), 'row').entries()) {
    const { cells, fault } = readCells(element, shared)
    count += cells.length
    refuseTooManyCells(count)
    if (cells.every((cell) => cell.trim() === '') && fault === null) continue
    const row = Number(element.attributes.get('r') ?? n + 1)
    if (titles) rows.push({ row, cells, mark: '.', fault: fault ?? strayCell(titles, cells) })
    else titles = cells.map((cell) => cell.trim())
    refuseTooManyRows(rows.length)
  }
  if (!titles) throw new ImportFault('The first sheet of the workbook is empty.')
  refuseTwins(titles)
  return { titles, rows }
}

function readCells(row: XmlElement, shared: Shared): { cells: string[]; fault: string | null } {
  const cells: string[] = []
  let fault: string | null = null
  for (const cell of within([row], 'c')) {
    const place = cell.attributes.get('r')
    const at = place === undefined ? cells.length : columnOf(place)
    while (cells.length < at) cells.push('')
    const read = readCell(cell, shared)
    if (read.fault) fault ??= `Cell ${place ?? at + 1} ${read.fault}`
    cells[at] = read.text
  }
  return { cells, fault }
}

function readCell(cell: XmlElement, { strings, dates, from1904 }: Shared): { text: string; fault?: string } {
  const [value] = within([cell], 'v')
  const text = value?.text ?? ''
  switch (cell.attributes.get('t') ?? 'n') {
    case 's':
      return {
        text: strings[Number(text)] ?? '',
        ...(strings[Number(text)] === undefined && { fault: 'refers to a text that is not there.' }),
      }
    case 'inlineStr':
      return { text: within([cell], 'is').map(textOf).join('') }
    case 'b':
      return { text: text === '1' ? 'true' : 'false' }
    case 'e':
      return { text: '', fault: `is an error (${text}).` }
    case 'n': {
      const number = Number(text)
      if (text.trim() === '' && within([cell], 'f').length > 0)
        return {
          text: '',
          fault: 'is a formula without its value. Open the workbook in a spreadsheet program and save it.',
        }
      if (text.trim() === '' || !Number.isFinite(number)) return { text: '' }
      return { text: dates[Number(cell.attributes.get('s') ?? 0)] ? dateCell(number, from1904) : String(number) }
    }
    default:
      return { text }
  }
}

/** `B3` is column 1. */
function columnOf(place: string): number {
  const [letters = ''] = /^[A-Z]+/i.exec(place) ?? []
  let column = 0
  for (const letter of letters.toUpperCase().slice(0, 4)) column = column * 26 + letter.charCodeAt(0) - 64
  if (column === 0 || column > maxColumns)
    throw new ImportFault(`A cell of the workbook says that it stands at "${place.slice(0, 20)}".`)
  return column - 1
}

/** Texts in one or several pieces, without how they are read aloud. */
function textOf(element: XmlElement): string {
  const own = within([element], 't').map(({ text }) => text)
  return [...own, ...within(within([element], 'r'), 't').map(({ text }) => text)].join('')
}

/** Children of this name, whatever namespace is written before it. */
function within(elements: readonly XmlElement[], name: string): XmlElement[] {
  return elements.flatMap(({ children }) => children.filter((one) => one.name.replace(/^.*:/, '') === name))
}

function relationOf({ attributes }: XmlElement): string | undefined {
  return [...attributes].find(([name]) => /:id$/.test(name))?.[1]
}

/** A target is meant from `xl/`, or from the root with a slash. */
function pathOf(target: string): string {
  return target.startsWith('/') ? target.slice(1) : `xl/${target}`
}

async function readPart(archive: Archive, path: string, isNeeded = true): Promise<XmlElement | null> {
  const entry = archive.get(path)
  if (!entry && isNeeded) throw new ImportFault(`The workbook is not whole: ${path.slice(0, 100)} is not in it.`)
  return entry ? parseXml(await (await entry.open()).text()) : null
}
