/** @jsxImportSource preact */

import { KeyCap } from '../keys/key-cap.tsx'
import type { ControlProps } from './kind.ts'
import type { Places } from './use-places.ts'

type Props = Pick<ControlProps, 'id' | 'content'> & { places: Places }

/** What was found, with the way down to each. A finger takes a row, or goes in at its end. */
export function PlaceList({ id, content, places }: Props) {
  const { rows, at, own, byDigit, inside, goIn, take } = places
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are the input's
    <div
      class="places"
      id={`${id}-places`}
      role="listbox"
      tabIndex={-1}
      aria-labelledby={id}
      onMouseDown={(event) => event.preventDefault()}
      onClick={(event) => {
        const element = event.target as Element
        const row = rows[Number(element.closest<HTMLElement>('.place')?.dataset.at)]
        if (row && element.closest('.place-in')) goIn(row.value, undefined)
        else if (row) take(row)
      }}
    >
      {rows.map((row, n) => (
        <div
          key={`${n < own ? 'own' : 'below'} ${row.value}`}
          class="place"
          id={`${id}-place-${n}`}
          data-at={n}
          role="option"
          tabIndex={-1}
          aria-selected={n === at}
          ref={n === at ? intoView : undefined}
        >
          <span class="place-text" {...content}>
            {row.text}
            {row.path.length > 0 ? <span class="place-path">{row.path.join(' › ')}</span> : null}
          </span>
          {n < own ? <KeyCap of={byDigit ? `${n + 1}` : `Alt+${n + 1}`} /> : null}
          {row.hasMore && row.value !== inside ? <span class="place-in" aria-hidden="true" /> : null}
        </div>
      ))}
    </div>
  )
}

function intoView(element: Element | null): void {
  element?.scrollIntoView({ block: 'nearest' })
}
