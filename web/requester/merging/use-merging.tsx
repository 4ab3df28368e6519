import { type ReactNode, useRef, useState } from 'react'
import { MergeDialog } from './merge-dialog.tsx'
import { type AskWhich, type Saving, saveMerged } from './save-merged.ts'

/**
 * For a form about something that others may change at the same time: it saves by {@link saveMerged}, beginning with the thing
 * as it was when the form opened, whatever is read meanwhile. `dialog` is shown by the page.
 */
export function useMerging<T, D extends object>(opened: T, draftOf: (stored: T) => D) {
  const base = useRef(opened)
  const [dialog, setDialog] = useState<ReactNode>(null)

  function ask<A>(show: (choose: (answer: A) => void) => ReactNode): Promise<A> {
    return new Promise((resolve) => {
      setDialog(
        show((answer) => {
          setDialog(null)
          resolve(answer)
        }),
      )
    })
  }
  const askWhich: AskWhich = (conflicts, told) =>
    ask((choose) => <MergeDialog conflicts={conflicts} told={told} choose={choose} />)

  async function save(draft: D, how: Pick<Saving<T, D>, 'send' | 'read'>): Promise<T | 'cancelled'> {
    const saved = await saveMerged({ base: base.current, draft, draftOf, ...how }, askWhich)
    if (saved !== 'cancelled') base.current = saved
    return saved
  }
  return { ask, save, dialog }
}
