import { useLayoutEffect, useRef, useState } from 'preact/hooks'

/** One object that is replaced and never changed, and who wants to know of it. */
export type Store<S> = {
  get(): S
  set(part: Partial<S>): void
  subscribe(listener: (now: S, before: S) => void): () => void
}

export function createStore<S>(first: S): Store<S> {
  let state = first
  const listeners = new Set<(now: S, before: S) => void>()
  return {
    get: () => state,
    set(part) {
      const before = state
      state = { ...state, ...part }
      for (const listener of listeners) listener(state, before)
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/** A part of the store; the component is drawn again when that part is another one. */
export function useStore<S, T>(store: Store<S>, select: (state: S) => T): T {
  const value = select(store.get())
  const latest = useRef({ select, value })
  latest.current = { select, value }
  const [, redraw] = useState(0)
  useLayoutEffect(() => {
    const look = () => {
      const { select, value } = latest.current
      if (!Object.is(select(store.get()), value)) redraw((n) => n + 1)
    }
    look()
    return store.subscribe(look)
  }, [store])
  return value
}
