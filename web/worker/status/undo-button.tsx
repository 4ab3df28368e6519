/** @jsxImportSource preact */
import { Icon } from '../icons.tsx'
import { KeyCap } from '../keys/key-cap.tsx'
import { usePage, useWork } from '../page.ts'
import { undo } from '../work/undo.ts'

/** There for ten seconds after an answer. A press leaves the focus where it is, as on the other buttons. */
export function UndoButton() {
  const { t, desk, settings } = usePage()
  const last = useWork((state) => state.last)
  const { undo: key } = settings.keymap
  return last === null ? null : (
    <button
      type="button"
      class="undo"
      aria-label={t('undo')}
      aria-keyshortcuts={key}
      onMouseDown={(event) => event.preventDefault()}
      onClick={() => undo(desk)}
    >
      <Icon name="undo" size={18} />
      <span>{t('undo')}</span>
      <KeyCap of={key} />
    </button>
  )
}
