import { picturesType } from './assets.ts'
import type { StreamKind } from './endpoint.ts'
import { datasetFormats, exportFormats } from './export-formats.ts'
import { pictureTypes } from './formats.ts'

type Json = Record<string, unknown>
type Content = Record<string, { schema: Json; 'x-itemSchema'?: Json }>

/** Bytes: what program generators call a file. */
const bytes: Json = { type: 'string', format: 'binary' }

/**
 * What travels besides JSON. Each has a schema, which generators of clients ask for, of the body as a whole: a stream of lines is
 * no object. What a line of it is stands in `x-itemSchema`, as OpenAPI 3.2 has it in `itemSchema`.
 */
export function streamed(kind: StreamKind, item: Json | undefined): Content {
  const lines = { schema: bytes, ...(item && { 'x-itemSchema': item }) }
  switch (kind) {
    case 'ndjson':
      return { 'application/x-ndjson': lines }
    case 'csv':
      return { 'text/csv': { schema: bytes } }
    case 'picture':
      return asBytes(pictureTypes)
    case 'pictures':
      return asBytes([picturesType])
    case 'export':
      return Object.fromEntries(
        Object.values(exportFormats).map(({ type, shape }) => [
          type,
          {
            table: { schema: { type: 'string' } },
            lines,
            list: { schema: item ? { type: 'array', items: item } : {} },
          }[shape],
        ]),
      )
    case 'answers':
      return {
        'application/x-ndjson': lines,
        'text/csv': { schema: { type: 'string' } },
        ...asBytes([datasetFormats.parquet.type]),
      }
    case 'dataset':
      return { ...streamed('export', undefined), ...asBytes(Object.values(datasetFormats).map(({ type }) => type)) }
    case 'json':
      return { 'application/json': { schema: {} } }
  }
}

function asBytes(types: readonly string[]): Content {
  return Object.fromEntries(types.map((type) => [type, { schema: bytes }]))
}

/**
 * A picture is described in the one way that every program knows; the description tells the others. With two kinds of body for a
 * request openapi-python-client makes a module that cannot be imported (its issue 1451).
 */
export function sent(kind: StreamKind, item: Json | undefined): Content {
  return kind === 'picture' ? { 'application/octet-stream': { schema: bytes } } : streamed(kind, item)
}
