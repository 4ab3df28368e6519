/** @jsxImportSource preact */

import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import { useLayoutEffect } from 'preact/hooks'
import type { Language } from '../language/languages.ts'
import { smallKind } from './everyday.ts'
import type { ControlProps } from './kind.ts'
import { numbered } from './list-words.ts'
import { listedKey, type RowsField } from './row-draft.ts'
import { rowWords } from './row-words.ts'
import { useSmallFields } from './small-controls.tsx'

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
  const { field, id, t, language, content } = props
  const words = rowWords[language as Language]
  const listed = listedKey(field)
  const key = field.fields.find(({ name }) => name === field.key)
  const name = key && row[key.name] !== undefined ? smallKind(key).words(key, row[key.name]!, language, t) : ''
  /** The whole field, where keys add another row. */
  const leave = () => document.getElementById(id)?.focus({ preventScroll: true })
  const small = useSmallFields({
    // What is asked knows of the field no more than what is shown of the item.
    props: props as unknown as ControlProps,
    fields: field.fields.filter((one) => listed === null || one.name !== field.key),
    values: row,
    idOf: (one) => `${id}-${at}-${field.fields.indexOf(one)}`,
    faultOf: (one) => faults?.get(`/${at}/${one.name}`),
    ...{ put, leave },
    remove() {
      remove()
      leave()
    },
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when it is added
  useLayoutEffect(() => {
    if (!fresh || matchMedia('(pointer: coarse)').matches) return
    small.goOn(null)
  }, [])

  return (
    <li class="box" aria-label={name || numbered(words.number, at + 1, language)} {...small.around}>
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
      {small.controls}
    </li>
  )
}
