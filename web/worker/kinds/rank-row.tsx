/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { rankedIn } from '@whisker/api/kinds/rank.ts'
import { useState } from 'preact/hooks'
import { Drawing } from '../icons.tsx'
import type { Language } from '../language/languages.ts'
import type { ControlProps } from './kind.ts'
import { Thing, thingName } from './rank-thing.tsx'
import { placeWords, rankWords } from './rank-words.ts'

type Props = {
  props: ControlProps<FieldOf<'rank'>>
  group: readonly string[]
  /** From 1. */
  place: number
  last: number
  move(to: number): void
  tie(): void
  /** To where the pointer is, from the place where it was last. @returns the place where it is now. */
  drag(from: number, y: number): number
}

const paths = {
  grip: 'M7.5 5v0M12.5 5v0M7.5 10v0M12.5 10v0M7.5 15v0M12.5 15v0',
  up: 'M10 16V4.5M5.5 9 10 4.5 14.5 9',
  down: 'M10 4v11.5M5.5 11l4.5 4.5 4.5-4.5',
  tie: 'M5 8h10M5 12h10',
}

/** One place: what stands there, moved by buttons, by Alt and arrows, or by dragging; "=" shares the place above. */
export function RankRow({ props, group, place, last, move, tie, drag }: Props) {
  const { field, language, onPick } = props
  const words = rankWords[language as Language]
  const what = group.map((one) => thingName(props, one)).join(' = ')
  const [held, setHeld] = useState<number | null>(null)
  const mayTie = field.ties && (place > 1 || group.length > 1)
  const onKey = (event: KeyboardEvent) => {
    const to = event.key === 'ArrowUp' ? place - 2 : event.key === 'ArrowDown' ? place : null
    if (event.altKey && to !== null) move(to)
    else if (event.key === '=' && mayTie) tie()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  const here = placeWords(words.at, place, what)
  return (
    <li
      class="rank"
      aria-label={here}
      data-held={held !== null}
      onKeyDown={onKey}
      // Whoever clicks goes on with keys of the form: Enter sends, and does not move the row once more.
      onMouseDown={(event) => event.preventDefault()}
    >
      <span
        class="rank-grip"
        title={words.drag}
        onPointerDown={(event) => {
          setHeld(place - 1)
          event.currentTarget.setPointerCapture(event.pointerId)
        }}
        onPointerMove={(event) => {
          if (held !== null) setHeld(drag(held, event.clientY))
        }}
        onPointerUp={() => setHeld(null)}
        onPointerCancel={() => setHeld(null)}
        aria-hidden="true"
      >
        <Drawing path={paths.grip} />
        {place}
      </span>
      <button
        type="button"
        class="rank-what"
        aria-label={here}
        onClick={() => onPick(rankedIn(field).indexOf(group[0]!))}
      >
        {group.map((one, at) => (
          <span class="rank-thing" key={one}>
            {at > 0 ? '=' : null}
            <Thing props={props} of={one} />
          </span>
        ))}
      </button>
      {field.ties ? (
        <RowButton
          name="tie"
          label={words.tie}
          {...{ place, what, on: tie }}
          off={!mayTie}
          pressed={group.length > 1}
        />
      ) : null}
      <RowButton name="up" label={words.up} {...{ place, what }} off={place === 1} on={() => move(place - 2)} />
      <RowButton name="down" label={words.down} {...{ place, what }} off={place === last} on={() => move(place)} />
    </li>
  )
}

type ButtonProps = { name: 'tie' | 'up' | 'down'; label: string; place: number; what: string; on(): void }

/** One that does nothing now stays, so that the focus does, and no other moves to where it was. */
function RowButton({ name, label, place, what, off, pressed, on }: ButtonProps & { off: boolean; pressed?: boolean }) {
  return (
    <button
      type="button"
      class="tool"
      aria-label={placeWords(label, place, what)}
      aria-disabled={off}
      aria-pressed={pressed}
      onClick={() => off || on()}
    >
      <Drawing path={paths[name]} />
    </button>
  )
}
