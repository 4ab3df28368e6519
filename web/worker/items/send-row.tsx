/** @jsxImportSource preact */
import { KeyCap } from '../keys/key-cap.tsx'
import { usePage } from '../page.ts'
import { dismiss } from '../work/send.ts'

type Props = {
  gone: boolean
  progress: string
  /** `checking`: practice whose answer is on its way. */
  practice: 'no' | 'open' | 'checking'
  onSend(): void
}

/** The two ways out of a task. A press leaves the focus where it is: the keyboard of a phone stays open. */
export function SendRow({ gone, progress, practice, onSend }: Props) {
  const { t, desk, settings } = usePage()
  const keepFocus = (event: Event) => event.preventDefault()
  return (
    <div class="send-row">
      {progress ? <span class="progress">{progress}</span> : null}
      {gone || practice !== 'no' ? null : (
        <button
          type="button"
          class="button"
          aria-keyshortcuts={settings.keymap.skip}
          onClick={() => desk.store.set({ panel: 'skip' })}
        >
          {t('skip')}
          <KeyCap of={settings.keymap.skip} />
        </button>
      )}
      <button
        type="button"
        class="button primary"
        aria-keyshortcuts={settings.keymap.send}
        onMouseDown={keepFocus}
        onClick={() => (gone ? dismiss(desk) : onSend())}
      >
        {gone ? t('nextTask') : practice === 'checking' ? t('checking') : t('send')}
        <KeyCap of={settings.keymap.send} />
      </button>
    </div>
  )
}
