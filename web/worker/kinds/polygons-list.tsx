/** @jsxImportSource preact */

import type { Polygon } from '@whisker/api/kinds/schema/polygons.ts'
import { useState } from 'preact/hooks'
import type { Language } from '../language/languages.ts'
import { listWords } from './list-words.ts'
import type { Listed, PlaceProps } from './listed.ts'
import { formatNumber, readNumber } from './written-number.ts'

export const listedPolygon: Listed<Polygon> = {
  kind: 'polygons',
  /** A triangle in the middle. */
  fresh({ width, height }) {
    const at = (x: number, y: number): [number, number] => [Math.round(width * x), Math.round(height * y)]
    return { points: [at(0.5, 0.375), at(0.625, 0.625), at(0.375, 0.625)] }
  },
  Place: Corners,
}

/** A line for each corner. What is no list of corners yet stays what was typed, and the outline where it was. */
function Corners({ object, id, props, put }: PlaceProps<Polygon>) {
  const { language } = props
  const { corners, cornersHelp } = listWords[language as Language]
  const [typed, setTyped] = useState<string | null>(null)
  const written = object.points.map((corner) => corner.map((one) => formatNumber(one, language)).join('; ')).join('\n')
  return (
    <label for={id}>
      <span>
        {corners}. {cornersHelp}
      </span>
      <textarea
        id={id}
        class="control"
        dir="ltr"
        spellcheck={false}
        value={typed ?? written}
        onInput={({ currentTarget: { value } }) => {
          setTyped(value)
          const points = readCorners(value, language)
          if (points) put({ ...object, points })
        }}
        onBlur={() => setTyped(null)}
      />
    </label>
  )
}

function readCorners(text: string, language: string): Polygon['points'] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const points = lines.map((line) =>
    line
      .split(/[;\s]+/)
      .filter(Boolean)
      .map((one) => readNumber(one, language)),
  )
  return points.every((corner) => corner.length === 2 && !corner.includes(null)) ? (points as Polygon['points']) : null
}
