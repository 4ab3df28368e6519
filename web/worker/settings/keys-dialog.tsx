/** @jsxImportSource preact */
import { useState } from 'preact/hooks'
import { KeyCap, KeySign, keyName } from '../keys/key-cap.tsx'
import {
  type Action,
  actions,
  type CanvasAction,
  canvasActions,
  defaultKeys,
  optionKeys,
  remap,
} from '../keys/keymap.ts'
import { readPress } from '../keys/press.ts'
import type { Key } from '../language/messages/en.ts'
import { usePage } from '../page.ts'
import { Dialog } from '../status/dialog.tsx'

const actionWords = {
  send: 'send',
  skip: 'skip',
  undo: 'undo',
  instructions: 'instructions',
  showKeys: 'keys',
  nextItem: 'nextItem',
  previousItem: 'previousItem',
  zoomIn: 'zoomIn',
  zoomOut: 'zoomOut',
  fit: 'fit',
  rotate: 'rotate',
  brighter: 'brighter',
  darker: 'darker',
} as const satisfies Record<Action, Key>

const modifiers = ['Shift', 'Control', 'Alt', 'Meta', 'AltGraph', 'CapsLock']

/** All keys on one page; a click on a key gives it another one. */
export function KeysDialog() {
  const { t, settings, change, canvas } = usePage()
  const { keymap } = settings
  const [listening, setListening] = useState<Action | CanvasAction | null>(null)
  const [taken, setTaken] = useState('')

  // They are those of the task on the screen, if one draws in it.
  const drawing = canvas.current?.words
  const inWords = (action: Action | CanvasAction) =>
    action in actionWords ? t(actionWords[action as Action]) : (drawing?.[action as CanvasAction] ?? '')

  function listen(action: Action | CanvasAction | null): void {
    setListening(action)
    setTaken('')
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (listening === null || modifiers.includes(event.key)) return
    event.preventDefault()
    event.stopPropagation()
    const { key } = readPress(event)
    const remapped = remap(keymap, listening, key)
    if (key !== 'Escape' && !remapped.ok) {
      setTaken(t('keyTaken', { action: nameOf(remapped.takenBy) }))
      return
    }
    if (remapped.ok) change({ keymap: remapped.keymap })
    listen(null)
  }
  function nameOf(use: Action | CanvasAction | 'options' | 'leave'): string {
    if (use === 'options') return t('chooseOption')
    return use === 'leave' ? t('leaveField') : inWords(use)
  }

  /** What is read out has what is seen in it: who speaks to the computer says that. */
  function nameOfButton(action: Action | CanvasAction): string | undefined {
    if (listening === action) return undefined
    return `${t('changeKey', { action: inWords(action) })}. ${keyName(keymap[action])}`
  }

  return (
    <Dialog title={t('keys')} onKeyDown={onKeyDown}>
      <p class="lead">
        {t('keysHelp')} {drawing?.help}
      </p>
      <p class="fault" role="status">
        {taken}
      </p>
      <table class="keys">
        <tbody>
          <tr>
            <th scope="row">{t('chooseOption')}</th>
            <td>
              <KeyCap of="1" /> – <KeyCap of="9" /> <KeyCap of={optionKeys(keymap)[9]} /> …
            </td>
          </tr>
          {[...actions, ...(drawing ? canvasActions : [])].map((action) => (
            <tr key={action}>
              <th scope="row">{inWords(action)}</th>
              <td>
                <button
                  type="button"
                  class="key-button"
                  data-listening={listening === action}
                  aria-label={nameOfButton(action)}
                  onClick={() => listen(action)}
                >
                  {listening === action ? t('pressKey') : <KeySign of={keymap[action]} />}
                </button>
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('leaveField')}</th>
            <td>
              <KeyCap of="Escape" />
            </td>
          </tr>
        </tbody>
      </table>
      <button type="button" class="quiet" onClick={() => change({ keymap: { ...defaultKeys } })}>
        {t('resetKeys')}
      </button>
    </Dialog>
  )
}
