import { isDeepStrictEqual } from 'node:util'
import type { ItemResult } from '@whisker/api/field-result.ts'
import type { differences, ReleaseChange } from '@whisker/api/releases.ts'
import type { ResultRow } from '@whisker/api/results.ts'
import { rowText } from '../spool.ts'

type Lines = AsyncIterable<string>

/** What is different between two lists of lines, both in the order of tasks: one of each is held. */
export async function* changesBetween(before: Lines, after: Lines): AsyncGenerator<ReleaseChange> {
  const [old, now] = [before[Symbol.asyncIterator](), after[Symbol.asyncIterator]()]
  try {
    let [a, b] = [await next(old), await next(now)]
    while (a || b) {
      const order = !a ? 1 : !b ? -1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0
      const [gone, come] = [order <= 0 ? a : null, order >= 0 ? b : null]
      const change = changeOf(gone, come)
      if (change) yield change
      if (gone) a = await next(old)
      if (come) b = await next(now)
    }
  } finally {
    await old.return?.()
    await now.return?.()
  }
}

type Line = { id: string; text: string }

async function next(lines: AsyncIterator<string>): Promise<Line | null> {
  const { value, done } = await lines.next()
  if (done) return null
  const text = rowText(value)
  // The first thing in a row is the id of its task: no row is parsed that has not changed.
  return { id: text.slice('{"task_id":"'.length, '{"task_id":"'.length + 36), text }
}

function changeOf(gone: Line | null, come: Line | null): ReleaseChange | null {
  if (gone && come && gone.text === come.text) return null
  const [before, after] = [parsed(gone), parsed(come)]
  const change = !before ? 'added' : !after ? 'removed' : 'changed'
  const what = before && after ? whatChanged(before, after) : []
  return { task_id: (after ?? before)!.task_id, change, what, before, after }
}

const parsed = (line: Line | null) => (line ? (JSON.parse(line.text) as ResultRow) : null)

function whatChanged(before: ResultRow, after: ResultRow): ReleaseChange['what'] {
  const differ = (read: (row: ResultRow) => unknown) => !isDeepStrictEqual(read(before), read(after))
  const found: Record<(typeof differences)[number], boolean> = {
    result: differ(({ result }) => result?.map(labels)),
    confidence: differ(({ result }) => result?.map(confidences)),
    status: differ(({ status }) => status),
    answers: differ(({ answers, method, corrected, completed_at }) => [answers, method, corrected, completed_at]),
    form: differ(({ version }) => version),
    task: differ((row) => [row.task_spec, row.name, row.other_names, row.external_id, row.metadata, row.gold]),
  }
  return (Object.keys(found) as (keyof typeof found)[]).filter((name) => found[name])
}

const labels = (item: ItemResult) => Object.entries(item).map(([name, { value }]) => [name, value])
/** All that is told of a label. */
const confidences = (item: ItemResult) => Object.entries(item).map(([name, { value: _, ...sure }]) => [name, sure])
