/** @jsxImportSource preact */

import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import { useLayoutEffect, useState } from 'preact/hooks'
import { readPress } from '../keys/press.ts'
import type { Language } from '../language/languages.ts'
import { smallKind } from './everyday.ts'
import type { ControlProps } from './kind.ts'
import { numbered } from './list-words.ts'
import { listedKey, type RowsField, type SmallField, withSmall } from './row-draft.ts'
import { rowWords } from './row-words.ts'

type Props = {
  props: ControlProps<RowsField>
  row: Row
  at: number
  /** It was just added: what is asked of it is answered next. */
  fresh: boolean
  faults: ReadonlyMap<string, string> | null
  put(row: Row): void
  remove(): void
}

/** One thing: what it is, what is said of it, and away with it. */
export function RowItem({ props, row, at, fresh, faults, put, remove }: Props) {
  const { field, id, keys, t, language, content } = props
  const [focused, setFocused] = useState<string | null>(null)
  const words = rowWords[language as Language]
  const listed = listedKey(field)
  const asked = field.fields.filter((small) => listed === null || small.name !== field.key)
  const key = field.fields.find(({ name }) => name === field.key)
  const name = key && row[key.name] !== undefined ? smallKind(key).words(key, row[key.name]!, language, t) : ''
  const idOf = (small: SmallField) => `${id}-${at}-${field.fields.indexOf(small)}`
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is added
  useLayoutEffect(() => {
    if (!fresh || matchMedia('(pointer: coarse)').matches) return
    goOn(null)
  }, [])

  /** To what is asked next, and behind the last to the whole field, where keys add another row. */
  function goOn(from: SmallField | null): void {
    const next = asked[from === null ? 0 : asked.indexOf(from) + 1]
    const control = document.getElementById(next ? idOf(next) : id)
    control?.focus({ preventScroll: true })
    control?.scrollIntoView({ block: 'nearest' })
  }

  function choose(small: SmallField, index: number, byKey: boolean): void {
    const choices = smallKind(small).choices
    if (!choices || index >= choices.count(small)) return
    put(withSmall(row, small.name, choices.taken(small, row[small.name], index)))
    if (byKey && choices.after !== 'stays') goOn(small)
  }

  function press(event: KeyboardEvent): void {
    const small = asked.find((one) => one.name === focused)
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.target as HTMLElement
    const typing = target.matches('textarea, input:not([type=radio], [type=checkbox])')
    const text = typing ? (target as HTMLInputElement).value : ''
    const { key, shift } = readPress(event)
    if (key === 'Delete' && text === '') {
      remove()
      document.getElementById(id)?.focus({ preventScroll: true })
    } else if (key === 'Enter' && small && !shift && !target.matches('textarea, button')) goOn(small)
    else if (small && !typing && keys.includes(key) && !target.matches(/^\d$/.test(key) ? 'button' : 'button, select'))
      choose(small, keys.indexOf(key), true)
    else return
    event.preventDefault()
  }

  return (
    <li
      class="box"
      aria-label={name || numbered(words.number, at + 1, language)}
      onKeyDown={press}
      onFocusOut={() => setFocused(null)}
    >
      <div class="box-head">
        <strong {...content}>{name || at + 1}</strong>
        <button
          type="button"
          class="button"
          aria-label={`${numbered(words.remove, at + 1, language)}${name && ` (${name})`}`}
          onClick={remove}
        >
          ×
        </button>
      </div>
      {asked.map((small) => {
        const { Control } = smallKind(small)
        const isFocused = focused === small.name
        return (
          <div key={small.name} onFocusIn={() => setFocused(small.name)}>
            <Control
              {...props}
              field={small}
              id={idOf(small)}
              value={row[small.name]}
              active={isFocused}
              fault={faults?.get(`/${at}/${small.name}`)}
              keys={isFocused ? keys : []}
              onValue={(value) => put(withSmall(row, small.name, value))}
              onPick={(index) => choose(small, index, false)}
            />
          </div>
        )
      })}
    </li>
  )
}
