import type { ExportedAnswer } from '@whisker/api/exports.ts'
import type { VersionSpec } from '../export.ts'
import { microseconds } from './moments.ts'
import { fitted, type Shape } from './shape.ts'
import { type Column, ColumnNames, outputsOf, type Table } from './table.ts'

export type AnswersOrder = { of: 'answers'; title: string; specs: VersionSpec[] }

type ItemAnswer = { answer: ExportedAnswer; item: number }

/** A row an item of each answer. */
export function answersTable({ specs, title }: AnswersOrder): Table<ItemAnswer> {
  const names = new ColumnNames()
  const own = (name: string, shape: Shape, read: (answer: ExportedAnswer) => unknown): Column<ItemAnswer> => {
    return { name: names.give(name), shape, read: ({ answer }) => read(answer) }
  }
  const columns = [
    own('name', 'text', ({ name }) => name),
    own('external_id', 'text', ({ external_id }) => external_id),
    own('task_id', 'text', ({ task_id }) => task_id),
    { name: names.give('item'), shape: 'int' as const, read: ({ item }: ItemAnswer) => item },
    own('worker_id', 'text', ({ worker_id }) => worker_id),
    own('state', 'text', ({ state }) => state),
    own('version', 'int', ({ version }) => version),
    own('seconds', 'double', ({ seconds }) => seconds),
    own('submitted_at', 'time', ({ submitted_at }) => microseconds(submitted_at)),
    own('gold', 'boolean', ({ gold }) => gold),
  ]
  const said = outputsOf(specs).map(({ name, shape }): Column<ItemAnswer> => {
    return { name: names.give(name), shape, read: ({ answer, item }) => fitted(shape, answer.values[item]?.[name]) }
  })
  return {
    columns: [...columns, ...said],
    *rowsOf({ line }) {
      const answer = JSON.parse(line) as ExportedAnswer
      for (const item of answer.values.keys()) yield { answer, item }
    },
    notes: { whisker: JSON.stringify({ title }) },
  }
}
