import { type CsvFault, csvText } from './csv-text.ts'
import type { DecimalMark } from './kinds/cell.ts'

/** One row of a CSV file, or why it could not be one. The header is row 1; `mark` is how the file writes numbers. */
export type CsvRow = { number: number; cells: string[]; mark: DecimalMark } | { number: number; fault: CsvFault }

const maxRowLength = 200_000
// A cell costs memory even where it is empty: 60 MB of commas were gigabytes. No form has so many fields.
const maxCells = 2000

/**
 * Reads CSV (RFC 4180) from a stream in bounded memory: quotes around a cell, doubled quotes inside, line ends of every
 * kind, also inside quotes. Rows that are too long are passed over to their end. What
 * stands between the cells is told by the header, whose cells are names, or by a line `sep=;` before it. Whoever puts `;`
 * between the cells writes numbers with a comma.
 */
export async function* csvRows(body: AsyncIterable<Uint8Array>, charset?: string): AsyncGenerator<CsvRow> {
  let head = ''
  let reader: ReturnType<typeof newReader> | null = null
  for await (const piece of csvText(body, charset)) {
    const text: string = 'text' in piece ? piece.text : ''
    if (reader) yield* reader.read(text)
    else {
      head += text
      if ('text' in piece && !/[\r\n]./s.test(head.trimStart()) && head.length < maxRowLength) continue
      const begun = begin(head)
      if ('fault' in begun) return yield { number: 1, fault: 'text' in piece ? begun.fault : piece.fault }
      reader = newReader(begun.separator)
      yield* reader.read(begun.text)
    }
    // What has come of its row is half a row.
    if ('fault' in piece) return yield { number: reader.number(), fault: piece.fault }
  }
  const begun = reader ? null : begin(head)
  if (begun && 'fault' in begun) return yield { number: 1, fault: begun.fault }
  reader ??= newReader(begun?.separator ?? ',')
  yield* reader.read(`${begun?.text ?? ''}\n`)
}

const separators = [',', ';', '\t', '|']

/** `head` holds the first row at least. */
function begin(head: string): { separator: string; text: string } | { fault: CsvFault } {
  const said = /^\s*"?sep=([^\r\n"])"?(\r\n|\r|\n)/i.exec(head)
  if (said?.[1]) return { separator: said[1], text: head.slice(said[0].length) }
  const text = head.trimStart()
  const titles = text.slice(0, /[\r\n]/.exec(text)?.index).replaceAll(/"[^"]*"/g, '')
  const found = separators.filter((separator) => titles.includes(separator))
  if (found.length < 2) return { separator: found[0] ?? ',', text }
  const spoken = found.map((separator) => (separator === '\t' ? 'a tab' : `"${separator}"`)).join(' and ')
  const detail = `The first row has ${spoken} in it, so it is not clear what stands between the cells. Use one of them, or begin the file with a line such as sep=;`
  return { fault: { code: 'separator', detail } }
}

const ends = /["\r\n]/g

function newReader(separator: string) {
  const mark: DecimalMark = separator === ';' ? ',' : '.'
  let cells: string[] = []
  let cell = ''
  let size = 0
  let number = 1
  // Between cells, in a bare cell, inside quotes, or after a quote inside quotes (its end, or the first of two).
  let state: 'start' | 'bare' | 'quoted' | 'quote' = 'start'
  let isAfterReturn = false

  let isTooWide = false
  const endCell = () => {
    if (cells.length < maxCells) cells.push(cell)
    else isTooWide = true
    cell = ''
    state = 'start'
  }
  const endRow = (): CsvRow | null => {
    const isBlank = cells.length === 0 && state === 'start' && cell === ''
    endCell()
    const fault = size > maxRowLength ? tooLong() : isTooWide ? tooWide() : null
    const row = fault ? { number, fault } : isBlank ? null : { number, cells, mark }
    cells = []
    isTooWide = false
    size = 0
    number++
    return row
  }
  const add = (character: string) => {
    if (++size <= maxRowLength) cell += character
    else cells = []
  }

  const isLost = () => isTooWide || size > maxRowLength
  /** Where a row that is lost may end or a cell begin with a quote: 20 MB of commas are passed over in 20 ms. */
  const passOver = (text: string, from: number): number => {
    if (state !== 'start' && state !== 'bare') return from
    ends.lastIndex = from
    const found = ends.test(text) ? ends.lastIndex - 1 : text.length
    if (found > from) state = text[found - 1] === separator ? 'start' : 'bare'
    return found
  }

  return {
    /** The row that is being read. */
    number: () => number,
    *read(text: string): Generator<CsvRow> {
      for (let at = 0; at < text.length; at++) {
        if (isLost()) at = passOver(text, at)
        const character = text[at]
        if (character === undefined) return
        const isSecond = isAfterReturn && character === '\n'
        isAfterReturn = state !== 'quoted' && character === '\r'
        if (isSecond) continue
        if (state === 'quoted') {
          if (character === '"') state = 'quote'
          else add(character)
        } else if (character === '"' && state === 'start') state = 'quoted'
        else if (character === '"' && state === 'quote') {
          add('"')
          state = 'quoted'
        } else if (character === separator) endCell()
        else if (character === '\n' || character === '\r') {
          const row = endRow()
          if (row) yield row
        } else {
          add(character)
          state = 'bare'
        }
      }
    },
  }
}

function tooLong(): CsvFault {
  return { code: 'too_large', detail: `This row has more than ${maxRowLength} characters.` }
}

function tooWide(): CsvFault {
  return { code: 'too_large', detail: `This row has more than ${maxCells} cells. Is it cut at the right character?` }
}
