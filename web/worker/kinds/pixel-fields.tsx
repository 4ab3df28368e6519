/** @jsxImportSource preact */

import type { FieldObject } from '@whisker/api/fields.ts'
import { useState } from 'preact/hooks'
import type { Language } from '../language/languages.ts'
import { listWords } from './list-words.ts'
import type { PlaceProps } from './listed.ts'
import { formatNumber, readNumber } from './written-number.ts'

type Name = 'fromLeft' | 'fromTop' | 'width' | 'height'
type Props<O extends FieldObject> = PlaceProps<O> & { places: Partial<Record<keyof O & string, Name>> }

/** The numbers of a place, each under its name. */
export function PixelFields<O extends FieldObject>({ object, id, props, put, places }: Props<O>) {
  const { language } = props
  const words = listWords[language as Language]
  return (
    <div class="box-place">
      {(Object.entries(places) as [keyof O & string, Name][]).map(([key, name]) => (
        <label key={key} for={`${id}-${key}`}>
          <span>{words[name]}</span>
          <Pixels
            id={`${id}-${key}`}
            language={language}
            value={object[key] as number}
            change={(value) => put({ ...object, [key]: value })}
          />
        </label>
      ))}
    </div>
  )
}

type PixelsProps = { id: string; language: string; value: number; change(value: number): void }

/** A number as the person writes it. What is none yet stays what was typed, and the object where it was. */
function Pixels({ id, value, language, change }: PixelsProps) {
  const [typed, setTyped] = useState<string | null>(null)
  return (
    <input
      id={id}
      class="control"
      inputMode="decimal"
      autocomplete="off"
      dir="ltr"
      value={typed ?? formatNumber(value, language)}
      onInput={({ currentTarget }) => {
        setTyped(currentTarget.value)
        const number = readNumber(currentTarget.value, language)
        if (number !== null) change(number)
      }}
      onBlur={() => setTyped(null)}
    />
  )
}
