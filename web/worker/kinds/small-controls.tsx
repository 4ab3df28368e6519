/** @jsxImportSource preact */

import type { FieldValue } from '@whisker/api/fields.ts'
import type { SmallField, SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import type { VNode } from 'preact'
import { useState } from 'preact/hooks'
import { readPress } from '../keys/press.ts'
import { smallKind } from './everyday.ts'
import type { ControlProps, DraftValue } from './kind.ts'

type Options = {
  /** Of the field that they stand in. */
  props: ControlProps
  fields: readonly SmallField[]
  values: SmallValues
  idOf(small: SmallField): string
  faultOf(small: SmallField): string | undefined
  put(values: SmallValues): void
  /** Behind the last one. */
  leave(): void
  /** Delete, where nothing is typed. */
  remove?(): void
}

type Small = {
  controls: VNode[]
  /** To what is asked next, from the first on. */
  goOn(from: SmallField | null): void
  /** For the element around them. */
  around: { onKeyDown(event: KeyboardEvent): void; onFocusOut(): void }
}

/** What is said of one thing: small fields in their own controls. Keys choose in the one that has the focus. */
export function useSmallFields({ props, fields, values, idOf, faultOf, put, leave, remove }: Options): Small {
  const { keys } = props
  const [focused, setFocused] = useState<string | null>(null)

  function goOn(from: SmallField | null): void {
    const next = fields[from === null ? 0 : fields.indexOf(from) + 1]
    const control = next && document.getElementById(idOf(next))
    if (!control) leave()
    control?.focus({ preventScroll: true })
    control?.scrollIntoView({ block: 'nearest' })
  }

  function choose(small: SmallField, index: number, byKey: boolean): void {
    const choices = smallKind(small).choices
    if (!choices || index >= choices.count(small)) return
    put(withSmall(values, small.name, choices.taken(small, values[small.name], index)))
    if (byKey && choices.after !== 'stays') goOn(small)
  }

  function press(event: KeyboardEvent): void {
    const small = fields.find((one) => one.name === focused)
    if (event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return
    const target = event.target as HTMLElement
    const typing = target.matches('textarea, input:not([type=radio], [type=checkbox])')
    const text = typing ? (target as HTMLInputElement).value : ''
    const { key, shift } = readPress(event)
    if (key === 'Delete' && text === '' && remove) remove()
    else if (key === 'Enter' && small && !shift && !target.matches('textarea, button')) goOn(small)
    else if (small && !typing && keys.includes(key) && !target.matches(/^\d$/.test(key) ? 'button' : 'button, select'))
      choose(small, keys.indexOf(key), true)
    else return
    event.preventDefault()
  }

  const controls = fields.map((small) => {
    const { Control } = smallKind(small)
    const isFocused = focused === small.name
    return (
      <div key={small.name} onFocusIn={() => setFocused(small.name)}>
        <Control
          {...props}
          field={small}
          id={idOf(small)}
          value={values[small.name]}
          active={isFocused}
          fault={faultOf(small)}
          keys={isFocused ? keys : []}
          onValue={(value) => put(withSmall(values, small.name, value))}
          onPick={(index) => choose(small, index, false)}
        />
      </div>
    )
  })
  return { controls, goOn, around: { onKeyDown: press, onFocusOut: () => setFocused(null) } }
}

/** With another value in it; an empty one is left out. */
export function withSmall(values: SmallValues, name: string, value: DraftValue): SmallValues {
  const { [name]: _, ...others } = values
  return value === '' ? others : { ...others, [name]: value as FieldValue as SmallValues[string] }
}
