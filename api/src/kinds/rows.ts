import { type CellReading, found } from './cell.ts'
import { count } from './count.ts'
import type { About, Fault, FieldOf, Kind } from './kind.ts'
import type { Row } from './schema/rows.ts'
import { checkSmall, smallKindOf, withoutUnknown } from './small.ts'

type Rows = FieldOf<'rows'>

/** As in the shape, which needs zod. */
const maxRows = 100

/** Things that are there, each told by its key, with what is said of it. None at all is an answer: there is nothing. */
export const rows: Kind<Rows> = {
  joinings: [],
  saysNothing: true,
  meant(field, value) {
    if (listFault(field, value)) return value
    const checked = checkSmall(field.fields, (value as Row[]).length, value as Row[])
    return checked.ok ? checked.answer : value
  },
  withoutUnknown: ({ fields }, value) =>
    Array.isArray(value) && value.length <= maxRows ? value.map((row) => withoutUnknown(fields, row)) : value,
  check: (field, value, about) =>
    listFault(field, value) ?? fieldFault(field, value as Row[], about) ?? twiceFault(field, value as Row[], about),
  names: (value, field) => {
    const key = keyOf(field)
    return [
      ...new Set(
        (value as Row[]).flatMap((row) =>
          row[key.name] === undefined ? [] : smallKindOf(key).names(row[key.name]!, key),
        ),
      ),
    ]
  },
  readCell: (_, cell) => readRows(cell),
  example(field) {
    const row = Object.fromEntries(field.fields.map((one) => [one.name, smallKindOf(one).example(one)])) as Row
    const key = keyOf(field)
    const length = Math.max(1, field.min_count ?? 1)
    return Array.from({ length }, (_, n) => (n === 0 ? row : { ...row, [key.name]: keyExample(key, n) }))
  },
}

/** The small field by which rows are told apart. */
export function keyOf({ fields, key }: Pick<Rows, 'fields' | 'key'>): Rows['fields'][number] {
  return fields.find(({ name }) => name === key) as Rows['fields'][number]
}

function keyExample(key: Rows['fields'][number], n: number): string {
  return 'options' in key ? (key.options[n]?.value ?? '') : `x${n}`
}

/** A list of so many objects whose keys the form knows, or what is the matter: found before a value is looked at. */
function listFault(field: Rows, value: unknown): Fault | null {
  if (!Array.isArray(value)) return { code: 'wrong_type', detail: 'must be a list of rows; [] says: nothing.' }
  const { min_count: min = 0, max_count: max = maxRows } = field
  const { length } = value
  if (length > max) return { code: 'too_many', detail: `takes at most ${count(max, 'row')}; it has ${length}.` }
  if (length < min) return { code: 'too_few', detail: `needs at least ${count(min, 'row')}; it has ${length}.` }
  const names = field.fields.map(({ name }) => name)
  for (const [at, row] of value.entries()) {
    if (typeof row !== 'object' || row === null || Array.isArray(row))
      return { code: 'wrong_type', detail: `must be an object with ${names.join(', ')}.`, at: `/${at}` }
    const unknown = Object.keys(row).find((name) => !names.includes(name))
    if (unknown === undefined) continue
    return {
      code: 'unknown_field',
      detail: `"${unknown.slice(0, 100)}" is none of: ${names.join(', ')}.`,
      at: `/${at}`,
    }
  }
  return null
}

/** Each small field by its own kind; the first fault, where it is. */
function fieldFault(field: Rows, value: Row[], { matches }: About): Fault | null {
  const checked = checkSmall(field.fields, value.length, value, { matches })
  if (checked.ok) return null
  const [{ code, detail, pointer }] = checked.errors as [(typeof checked.errors)[0]]
  return { code, detail, at: pointer.slice('/answer'.length) }
}

/** Two rows of one answer with the same key. */
function twiceFault({ key }: Rows, value: Row[], { fold = String }: About): Fault | null {
  const seen = new Map<string, number>()
  for (const [at, row] of value.entries()) {
    const folded = fold(String(row[key]))
    const first = seen.get(folded)
    if (first !== undefined)
      return { code: 'duplicate', detail: `is that of row ${first + 1}, too. Say it in one row.`, at: `/${at}/${key}` }
    seen.set(folded, at)
  }
  return null
}

/** What JSON says, in a cell. */
function readRows(cell: string): CellReading {
  try {
    const value: unknown = JSON.parse(cell)
    if (Array.isArray(value)) return found(value)
  } catch {}
  return { ok: false, detail: 'must be a list, as JSON.' }
}
