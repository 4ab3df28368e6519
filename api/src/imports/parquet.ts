import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { compressors } from 'hyparquet-compressors'
import { ImportFault } from './imported.ts'
import { type Table, tableOfLines } from './table.ts'
import { refuseTooManyCells, refuseTooManyRows } from './too-many.ts'

/** What all columns become in memory. */
const maxBytes = 500_000_000

export function isParquet(bytes: Uint8Array): boolean {
  return (
    bytes.length > 8 &&
    [0, bytes.length - 4].every((at) => new TextDecoder().decode(bytes.subarray(at, at + 4)) === 'PAR1')
  )
}

/** The rows of a Parquet file. Columns of bytes are left out: pictures come as files. @throws {ImportFault} */
export async function tableOfParquet(bytes: Uint8Array): Promise<{ table: Table; notes: string[] }> {
  const file = {
    byteLength: bytes.length,
    slice: (from: number, to?: number) => new Uint8Array(bytes.subarray(from, to)).buffer,
  }
  try {
    const metadata = await parquetMetadataAsync(file)
    const rows = Number(metadata.num_rows)
    const chunks = metadata.row_groups.flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data))
    refuseTooManyRows(rows)
    refuseTooManyCells(rows * (metadata.schema.length - 1))
    const size = chunks.reduce((sum, chunk) => sum + Number(chunk?.total_uncompressed_size ?? 0), 0)
    if (size > maxBytes)
      throw new ImportFault(`It unpacks to ${Math.ceil(size / 1e6)} MB; ${maxBytes / 1e6} MB are taken. Split it.`)
    const objects = await parquetReadObjects({ file, metadata, compressors, utf8: false })
    const binary = new Set(objects.flatMap((object) => Object.keys(object).filter((name) => hasBytes(object[name]))))
    const lines = objects.map((object, n) => ({ row: n + 1, value: withoutColumns(object, binary), fault: null }))
    const notes =
      binary.size > 0 ? [`Columns of bytes are not taken: ${[...binary].join(', ')}. Pictures come in as files.`] : []
    return { table: tableOfLines(lines), notes }
  } catch (error) {
    if (error instanceof ImportFault) throw error
    throw new ImportFault(`The Parquet file cannot be read: ${(error as Error).message.slice(0, 200)}.`)
  }
}

function withoutColumns(object: Record<string, unknown>, left: ReadonlySet<string>): Record<string, unknown> {
  const kept = Object.entries(object).filter(([name]) => !left.has(name))
  return Object.fromEntries(kept.map(([name, value]) => [name, plain(value)]))
}

/** As datasets keep pictures: bytes, or a structure with bytes in it. */
function hasBytes(value: unknown): boolean {
  if (value instanceof Uint8Array) return true
  return typeof value === 'object' && value !== null && Object.values(value).some((one) => one instanceof Uint8Array)
}

function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return String(value)
  if (value instanceof Date) return value.toISOString().replace(/T00:00:00\.000Z$/, '')
  if (Array.isArray(value)) return value.map(plain)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, plain(one)]))
}
