import { zstdDecompressSync } from 'node:zlib'
import { parquetMetadata, parquetReadObjects } from 'hyparquet'

// biome-ignore lint/suspicious/noExplicitAny: what is in a column is what its test asks
type Row = Record<string, any>

/** The rows of a Parquet file, as a reader that is not ours sees them. */
export async function readParquet(bytes: Buffer): Promise<Row[]> {
  const compressors = { ZSTD: (input: Uint8Array) => new Uint8Array(zstdDecompressSync(input)) }
  return parquetReadObjects({ file: fileOf(bytes), compressors, utf8: false })
}

/** How many rows are in each of its groups. */
export function groupsOf(bytes: Buffer): number[] {
  return parquetMetadata(fileOf(bytes)).row_groups.map(({ num_rows }) => Number(num_rows))
}

function fileOf(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer
}
