/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { rankedIn } from '@whisker/api/kinds/rank.ts'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { KeyCap } from '../keys/key-cap.tsx'
import type { Language } from '../language/languages.ts'
import { Clear, GroupField } from './frame.tsx'
import type { ControlProps, DraftValue } from './kind.ts'
import { moved, placesIn, tied } from './order.ts'
import { RankRow } from './rank-row.tsx'
import { Thing, thingName } from './rank-thing.tsx'
import { placeWords, rankWords } from './rank-words.ts'

/** What has a place, in its order; below it what has none yet, each a button that takes the next place. */
export function RankList(props: ControlProps<FieldOf<'rank'>>) {
  const { field, value, active, keys, language, onPick, onValue } = props
  const words = rankWords[language as Language]
  const all = rankedIn(field)
  const places = placesIn(field, value)
  const said = places.flat()
  const left = all.filter((one) => !said.includes(one))
  const list = useRef<HTMLOListElement>(null)
  const { follow, now } = useFollowed(list, places)
  const put = (one: string, next: DraftValue) => {
    follow(one)
    onValue(next)
  }
  const dragged = (at: number, y: number) => {
    const rows = [...(list.current?.children ?? [])].map((row) => row.getBoundingClientRect())
    const to = rows.findIndex(({ top, bottom }) => y >= top && y < bottom)
    if (to < 0 || to === at) return at
    onValue(moved(field, places, at, to))
    return to
  }
  return (
    <GroupField {...props}>
      {places.length > 0 ? (
        <ol class="ranks" ref={list}>
          {places.map((group, at) => (
            <RankRow
              key={group.join('\n')}
              props={props}
              group={group}
              place={at + 1}
              last={places.length}
              move={(to) => put(group[0]!, moved(field, places, at, to))}
              tie={() => put(group[0]!, tied(field, places, at))}
              drag={dragged}
            />
          ))}
        </ol>
      ) : null}
      <p class="visually-hidden" role="status">
        {now < 0 ? '' : placeWords(words.at, now + 1, places[now]!.map((one) => thingName(props, one)).join(' = '))}
      </p>
      {left.length > 0 ? (
        <div class="options">
          {left.map((one) => (
            <button
              key={one}
              type="button"
              class="option"
              aria-keyshortcuts={active ? keys[all.indexOf(one)] : undefined}
              onClick={() => {
                follow(one)
                onPick(all.indexOf(one))
              }}
            >
              <Thing props={props} of={one} />
              <KeyCap of={keys[all.indexOf(one)]} />
            </button>
          ))}
        </div>
      ) : null}
      <Clear {...props} />
    </GroupField>
  )
}

/**
 * What was moved last: its place is said, and it keeps the focus, which a row loses where the page puts it elsewhere, or makes it anew for
 * the two that share a place now.
 */
function useFollowed(list: { current: HTMLOListElement | null }, places: readonly string[][]) {
  const followed = useRef<string | null>(null)
  const lost = useRef(false)
  const now = places.findIndex((group) => followed.current !== null && group.includes(followed.current))
  useLayoutEffect(() => {
    if (!lost.current) return
    lost.current = false
    const row = list.current?.children[now]
    if (!list.current?.contains(document.activeElement)) row?.querySelector<HTMLElement>('.rank-what')?.focus()
  })
  const follow = (one: string) => {
    followed.current = one
    lost.current = list.current?.contains(document.activeElement) ?? false
  }
  return { follow, now }
}
