import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import type { CanvasKeys } from './canvas/overlay.ts'
import type { Action } from './keys/keymap.ts'
import type { Language } from './language/languages.ts'
import type { Translate } from './language/translate.ts'
import type { Viewer } from './pictures/viewer.ts'
import type { Settings } from './storage/device.ts'
import type { Desk } from './work/desk.ts'
import type { State } from './work/state.ts'
import { useStore } from './work/store.ts'

/** What the task on the screen lets keys do. */
export type TaskHandle = {
  optionCount(): number
  itemCount: number
  choose(index: number): void
  act(action: Action): void
}

/** What every component of the page may need. */
export type Page = {
  desk: Desk
  t: Translate
  language: Language
  dir: 'ltr' | 'rtl'
  settings: Settings
  change(part: Partial<Settings>): void
  /** Set by the task on the screen, for keys. */
  task: { current: TaskHandle | null }
  /** The picture that was touched last, or the only one. */
  viewer: { current: Viewer | null }
  /** Set while keys are meant for a field that is drawn. */
  canvas: { current: CanvasKeys | null }
}

export const PageContext = createContext<Page>(null as never)

export function usePage(): Page {
  return useContext(PageContext)
}

/** A part of the state of the work; draws the component again when it changes. */
export function useWork<T>(select: (state: State) => T): T {
  return useStore(usePage().desk.store, select)
}

/**
 * The words of a requester: their language is the project's, not the interface's. Their direction is that of the first strong
 * letter of each paragraph (base.css): an Arabic project may hold English texts, and a text may hold both.
 */
export function useContentLanguage(): { lang: string; dir: 'auto' } {
  const { desk } = usePage()
  const language = desk.store.get().project?.language ?? 'en'
  return { lang: language, dir: 'auto' }
}
