import { type RefObject, useEffect, useState } from 'react'

/** Rows that are drawn beyond the edges of the window, so that scrolling shows no gap. */
const overscan = 12

/**
 * Which rows of a long list are near the window, when the page itself scrolls and all rows have the same height (px).
 * The list draws only these, with a spacer before and after.
 */
export function useWindowRows(list: RefObject<HTMLElement | null>, count: number, rowHeight: number) {
  const [range, setRange] = useState({ first: 0, last: Math.min(count - 1, 40) })
  useEffect(() => {
    let frame = 0
    const measure = () => {
      frame = 0
      if (!list.current) return
      const above = -list.current.getBoundingClientRect().top
      const first = Math.max(0, Math.floor(above / rowHeight) - overscan)
      const last = Math.min(count - 1, Math.ceil((above + window.innerHeight) / rowHeight) + overscan)
      setRange((before) => (before.first === first && before.last === last ? before : { first, last }))
    }
    const onScroll = () => {
      frame ||= requestAnimationFrame(measure)
    }
    measure()
    window.addEventListener('scroll', onScroll, { passive: true })
    window.addEventListener('resize', onScroll)
    return () => {
      cancelAnimationFrame(frame)
      window.removeEventListener('scroll', onScroll)
      window.removeEventListener('resize', onScroll)
    }
  }, [list, count, rowHeight])
  return range
}

/** Stands for rows that are not drawn. */
export function RowSpacer({ rows, rowHeight }: { rows: number; rowHeight: number }) {
  if (rows <= 0) return null
  // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a table row cannot be focused
  return <tr aria-hidden="true" style={{ height: rows * rowHeight }} />
}
