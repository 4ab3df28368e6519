/** @jsxImportSource preact */

import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { KeyCap } from '../keys/key-cap.tsx'
import type { Language } from '../language/languages.ts'
import type { Translate } from '../language/translate.ts'
import { GroupField } from './frame.tsx'
import type { Choices, ControlProps, DraftValue, WorkerKind } from './kind.ts'
import { OptionRows } from './options.tsx'
import { plain } from './plain.ts'
import { listedKey, type RowsField, rowsOf } from './row-draft.ts'
import { RowItem } from './row-item.tsx'
import { rowWords } from './row-words.ts'
import { drafted, sent, smallFaults, smallWords, type Turn, turnedSmall } from './small-draft.ts'

/** As in the shape of the field. */
const maxRows = 100

/** What keys do: each option of the key has its row or has it not, or one more row is added; the last says that there is nothing. */
const choices: Choices<RowsField> = {
  count: (field) => adding(field) + (mayBeNone(field) ? 1 : 0),
  taken(field, before, index) {
    const rows = rowsOf(before) ?? []
    if (index >= adding(field)) return rowsOf(before)?.length === 0 && !field.required ? '' : []
    const key = listedKey(field)?.options[index]?.value
    const without = rows.filter((row) => key === undefined || row[field.key] !== key)
    if (without.length < rows.length) return without.length === 0 ? '' : without
    if (rows.length >= (field.max_count ?? maxRows)) return rows
    return [...rows, key === undefined ? {} : { [field.key]: key }]
  },
  after: 'stays',
}

/** Things that are there, one below the other, each with its small fields in their own controls. */
export const rows: WorkerKind<RowsField> = {
  ...plain,
  toAnswer: (value, language, field) => turned(field, value, sent(language)),
  fromAnswer: (value, language, field) => turned(field, value, drafted(language)),
  choices,
  faults: {
    too_few: (t, { min_count = 1 }) => t('atLeast', { min: min_count }),
    too_many: (t, { max_count = maxRows }) => t('atMost', { max: max_count }),
    duplicate: (_t, _field, language) => rowWords[language as Language].twice,
  },
  words(field, value, language, t) {
    const said = rowsOf(value) ?? []
    if (said.length === 0) return t('nothingHere')
    return said.map((row) => wordsOfRow(field, row, language, t)).join('; ')
  },
  Control: Rows,
}

function Rows(props: ControlProps<RowsField>) {
  const { field, value, active, fault, keys, t, language, onValue, onPick } = props
  const list = rowsOf(value)
  const words = rowWords[language as Language]
  const faults = fault === undefined ? null : smallFaults(field.fields, list ?? [], t, language)
  const listed = listedKey(field)
  const full = (list?.length ?? 0) >= (field.max_count ?? maxRows)
  const isThere = (option: string) => list?.some((row) => row[field.key] === option) ?? false
  const nothing = adding(field)
  const before = useRef(list?.length ?? 0)
  const count = list?.length ?? 0
  const grown = count === before.current + 1
  useLayoutEffect(() => {
    before.current = count
  }, [count])
  const put = (next: Row[]) => onValue(next.length === 0 ? '' : next)
  return (
    <GroupField {...props}>
      {listed ? (
        <OptionRows
          {...props}
          field={{ ...listed, help: field.help }}
          of="checkbox"
          isChosen={isThere}
          isOff={(option) => full && !isThere(option)}
        />
      ) : null}
      {list && list.length > 0 ? (
        <ol class="boxes">
          {list.map((row, at) => (
            <RowItem
              key={listed ? String(row[field.key]) : at}
              props={props}
              row={row}
              at={at}
              fresh={grown && active && at === count - 1}
              faults={faults}
              put={(next) => put(list.with(at, next))}
              remove={() => put(list.toSpliced(at, 1))}
            />
          ))}
        </ol>
      ) : null}
      <div class="row">
        {listed ? null : (
          <button type="button" class="button" disabled={full} onClick={() => onPick(0)}>
            {words.add}
            <KeyCap of={keys[0]} />
          </button>
        )}
        {mayBeNone(field) && count === 0 ? (
          <button
            type="button"
            class="button"
            aria-pressed={list?.length === 0}
            aria-keyshortcuts={active ? keys[nothing] : undefined}
            onClick={() => onPick(nothing)}
          >
            {t('nothingHere')}
            <KeyCap of={keys[nothing]} />
          </button>
        ) : null}
      </div>
    </GroupField>
  )
}

/** How many choices add a row. */
function adding(field: RowsField): number {
  return listedKey(field)?.options.length ?? 1
}

function mayBeNone({ min_count = 0 }: RowsField): boolean {
  return min_count === 0
}

/** What is said of one thing, the key first: `Zebra: 2, standing`. */
function wordsOfRow(field: RowsField, row: Row, language: string, t: Translate): string {
  const words = (isKey: boolean) =>
    smallWords(
      field.fields.filter(({ name }) => (name === field.key) === isKey),
      row,
      language,
      t,
    )
  return [words(true), words(false)].filter(Boolean).join(': ')
}

/** What is no list of rows is sent as it is, and the check refuses it. */
function turned({ fields }: RowsField, value: DraftValue, turn: Turn): DraftValue {
  return rowsOf(value)?.map((row) => turnedSmall(fields, row, turn)) ?? value
}
