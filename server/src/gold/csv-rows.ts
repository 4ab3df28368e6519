import { ApiProblem } from '../http/problem.ts'

/** One row of a CSV file, or why it could not be one. The header is row 1. */
export type CsvRow = { number: number; cells: string[] } | { number: number; problem: ApiProblem }

const longestRow = 200_000
// A cell costs memory even where it is empty: 60 MB of commas were gigabytes. No form has so many fields.
const mostCells = 2000

/**
 * Reads CSV (RFC 4180) from a stream in bounded memory: quotes around a cell, doubled quotes inside, line ends of either
 * kind, also inside quotes; a byte order mark is passed over. Rows that are too long are passed over to their end. Bytes
 * that are not UTF-8 become U+FFFD, which no task is called.
 */
export async function* csvRows(body: AsyncIterable<Buffer>): AsyncGenerator<CsvRow> {
  const decoder = new TextDecoder('utf-8')
  const reader = newReader()
  for await (const chunk of body) for (const row of reader.read(decoder.decode(chunk, { stream: true }))) yield row
  for (const row of reader.read(`${decoder.decode()}\n`)) yield row
}

function newReader() {
  let cells: string[] = []
  let cell = ''
  let size = 0
  let number = 1
  // Between cells, in a bare cell, inside quotes, or after a quote inside quotes (its end, or the first of two).
  let state: 'start' | 'bare' | 'quoted' | 'quote' = 'start'

  let isTooWide = false
  const endCell = () => {
    if (cells.length < mostCells) cells.push(cell)
    else isTooWide = true
    cell = ''
    state = 'start'
  }
  const endRow = (): CsvRow | null => {
    const isBlank = cells.length === 0 && state === 'start' && cell === ''
    endCell()
    const problem = size > longestRow ? tooLong() : isTooWide ? tooWide() : null
    const row = problem ? { number, problem } : isBlank ? null : { number, cells }
    cells = []
    isTooWide = false
    size = 0
    number++
    return row
  }
  const add = (character: string) => {
    if (++size <= longestRow) cell += character
    else cells = []
  }

  return {
    *read(text: string): Generator<CsvRow> {
      for (const character of text) {
        if (state === 'quoted') {
          if (character === '"') state = 'quote'
          else add(character)
        } else if (character === '"' && state === 'start') state = 'quoted'
        else if (character === '"' && state === 'quote') {
          add('"')
          state = 'quoted'
        } else if (character === ',') endCell()
        else if (character === '\n') {
          const row = endRow()
          if (row) yield row
        } else if (character !== '\r') {
          add(character)
          state = 'bare'
        }
      }
    },
  }
}

function tooLong(): ApiProblem {
  return new ApiProblem('too_large', `This row has more than ${longestRow} characters.`)
}

function tooWide(): ApiProblem {
  return new ApiProblem('too_large', `This row has more than ${mostCells} cells. Is it cut at the right character?`)
}
