import { type KeyboardEvent, type PointerEvent, type ReactNode, useRef, useState } from 'react'
import { Icon } from './icons.tsx'
import styles from './sortable.module.css'

/**
 * A list whose entries change places: by pulling the handle with a mouse, a pen or a finger, or with the arrow keys on
 * it. `move` is called once for each place that an entry moves; a screen reader hears where it is now.
 */
export function Sortable<T>(props: {
  items: readonly T[]
  keyOf: (item: T, index: number) => number | string
  /** What an entry is called, for the handle and the announcement. */
  nameOf: (item: T, index: number) => string
  move: (from: number, to: number) => void
  render: (item: T, index: number, handle: ReactNode) => ReactNode
}) {
  const { items, keyOf, nameOf, move, render } = props
  const list = useRef<HTMLUListElement>(null)
  const [pulled, setPulled] = useState<number | string | null>(null)
  const [said, setSaid] = useState('')
  const latest = useRef(props)
  latest.current = props

  const step = (from: number, to: number) => {
    const item = items[from]
    if (item === undefined || to < 0 || to >= items.length) return
    move(from, to)
    setSaid(`${nameOf(item, from)}: place ${to + 1} of ${items.length}`)
  }

  const pull = (event: PointerEvent, key: number | string) => {
    if (event.button !== 0) return
    event.preventDefault()
    setPulled(key)
    // On the window: React moves the pulled element in the document, which would end a capture of the pointer.
    const onMove = ({ clientY }: globalThis.PointerEvent) => {
      const now = latest.current
      const at = now.items.findIndex((item, i) => now.keyOf(item, i) === key)
      const before = list.current?.children[at - 1]?.getBoundingClientRect()
      const after = list.current?.children[at + 1]?.getBoundingClientRect()
      // Past the middle of the neighbour, not past its edge: an entry that is taller than its neighbour would flutter.
      if (before && clientY < before.top + before.height / 2) now.move(at, at - 1)
      else if (after && clientY > after.bottom - after.height / 2) now.move(at, at + 1)
    }
    const end = () => {
      setPulled(null)
      window.removeEventListener('pointermove', onMove)
      window.removeEventListener('pointerup', end)
      window.removeEventListener('pointercancel', end)
    }
    window.addEventListener('pointermove', onMove)
    window.addEventListener('pointerup', end)
    window.addEventListener('pointercancel', end)
  }

  const onKeyDown = (event: KeyboardEvent, at: number) => {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    step(at, at + by)
  }

  return (
    <>
      <ul ref={list} className={styles.list}>
        {items.map((item, at) => {
          const key = keyOf(item, at)
          const handle = (
            <button
              type="button"
              className={styles.handle}
              aria-label={`Move ${nameOf(item, at)}: arrow keys, or pull`}
              disabled={items.length < 2}
              onPointerDown={(event) => pull(event, key)}
              onKeyDown={(event) => onKeyDown(event, at)}
            >
              <Icon name="grip" />
            </button>
          )
          return (
            <li key={key} className={styles.item} data-pulled={pulled === key || undefined}>
              {render(item, at, handle)}
            </li>
          )
        })}
      </ul>
      <span className="visually-hidden" aria-live="assertive">
        {said}
      </span>
    </>
  )
}
