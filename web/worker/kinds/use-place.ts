import { render, type VNode } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { type ControlProps, placeId } from './kind.ts'

/** Puts what a control shows of its item where the item is shown, while there is a place for it (another field may have it). */
export function usePlace({ id, beside }: Pick<ControlProps, 'id' | 'beside'>, shown: VNode | null): void {
  const held = useRef<HTMLElement | null>(null)
  useLayoutEffect(() => {
    const place = beside ? document.getElementById(placeId(id)) : null
    if (held.current && held.current !== place) render(null, held.current)
    held.current = place
    if (place) render(shown, place)
  })
  useLayoutEffect(() => {
    return () => {
      if (held.current) render(null, held.current)
    }
  }, [])
}
