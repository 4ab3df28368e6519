import type { FieldValue, OutputField } from './fields.ts'
import { type CellReading, type DecimalMark, joinList, writeNumber } from './kinds/cell.ts'
import { kindOf } from './kinds/kinds.ts'
import { writeOrder } from './kinds/rank.ts'
import type { RankValue } from './kinds/schema/rank.ts'

// No zod here: server, command line and pages write and read cells with it.

/** By what it holds: a project's versions may have had fields of several kinds under one name. An empty cell is no answer. */
export function writeCell(value: FieldValue | null | undefined, mark: DecimalMark = '.'): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'number') return writeNumber(value, mark)
  if (!Array.isArray(value)) return value
  if (value.length === 0) return JSON.stringify(value)
  if (value.every((one) => typeof one === 'string')) return joinList(value, '|')
  return isOrder(value) ? writeOrder(value) : JSON.stringify(value)
}

/** What it must be besides (a length, an option of the form) is for `checkAnswer`. */
export function readCell(field: OutputField, cell: string, mark: DecimalMark = '.'): CellReading {
  return cell.trim() === '' ? { ok: true, value: undefined } : kindOf(field).readCell(field, cell, mark)
}

function isOrder(value: readonly unknown[]): value is RankValue {
  return value.every((group) => Array.isArray(group))
}
