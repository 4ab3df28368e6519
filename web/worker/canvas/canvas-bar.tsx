/** @jsxImportSource preact */
import { Drawing } from '../icons.tsx'
import type { CanvasIntent } from '../keys/canvas-keys.ts'
import { KeyCap, keyName } from '../keys/key-cap.tsx'
import { type CanvasAction, optionKeys } from '../keys/keymap.ts'
import { colourOf } from './colours.ts'
import type { CanvasKeys, DrawnField } from './overlay.ts'
import type { Hidden } from './scenery.ts'
import type { Shape } from './shape.ts'
import type { Sketch } from './sketch.ts'

type Props = DrawnField & {
  sketch: Sketch<Shape>
  hidden: Hidden
  ways: number
  words: CanvasKeys['words']
  onHide(what: Hidden): void
  onSayMore(): void
  onIntent(intent: NonNullable<CanvasIntent>): void
}

const paths: Partial<Record<CanvasAction | 'undo', string>> = {
  draw: 'M4.5 5.5h8v9h-8zM15.5 3v5M13 5.5h5',
  pick: 'M5 3.5v12l3.2-3 2 4.3 2-.9-2-4.2h4.3z',
  fourPoints: 'M10 4v0M4 10.5v0M16 9.5v0M10.5 16v0M10 4l6 5.5-5.5 6.5L4 10.5z',
  sayMore: 'M4 5h12M4 9h12M4 13h7M14 15.5l2 2 3-3.5',
  undo: 'M4 8h8.5a4 4 0 0 1 0 8H8M7.5 4.5 4 8l3.5 3.5',
  deleteShape: 'M4 6h12M8 6V4h4v2M5.5 6l.8 10h7.4l.8-10M8.5 9v4.5M11.5 9v4.5',
  copyBefore: 'M7.5 7.5h8.5V16H7.5zM4 12.5V4h8.5',
  hideShapes: 'M2.5 10S5 5 10 5s7.5 5 7.5 5-2.5 5-7.5 5-7.5-5-7.5-5zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
}

/** Above the picture, so that nothing covers it: what one draws, with what, and what keys do, for those who have none. */
export function CanvasBar(props: Props) {
  const { sketch, hidden, ways, words, saysMore, t, keymap, title, onHide, onSayMore, onIntent } = props
  const act = (action: CanvasAction) => () => onIntent({ do: 'act', action })
  const { tool, way, selected, past } = sketch
  const button = (action: CanvasAction, more: Partial<ButtonProps> = {}) => (
    <BarButton
      action={action}
      name={words[action]}
      path={paths[action]!}
      shortcut={keymap[action]}
      onUse={act(action)}
      {...more}
    />
  )
  return (
    <div class="canvas-bar" role="toolbar" aria-label={title}>
      {button('draw', { pressed: tool === 'draw' && way === 0 })}
      {ways > 1 ? button('fourPoints', { pressed: tool === 'draw' && way === 1 }) : null}
      {button('pick', { pressed: tool === 'select' })}
      <Classes {...props} />
      {saysMore ? button('sayMore', { disabled: selected.length !== 1, onUse: onSayMore }) : null}
      {button('copyBefore')}
      {button('hideShapes', {
        pressed: hidden === 'shapes',
        onUse: () => onHide(hidden === 'shapes' ? 'nothing' : 'shapes'),
      })}
      {button('deleteShape', { disabled: selected.length === 0 })}
      <BarButton
        action="undo"
        name={t('undo')}
        path={paths.undo!}
        shortcut={keymap.undo}
        disabled={past.length === 0}
        onUse={() => onIntent({ do: 'undo' })}
      />
    </div>
  )
}

/** The class of what is drawn next, and of what is selected. */
function Classes({ options, sketch, keymap, content, onIntent }: Props) {
  const labels = options.map(({ value }) => value)
  const keys = optionKeys(keymap, true)
  return (
    <div class="classes">
      {options.map(({ value, label }, index) => (
        <button
          key={value}
          type="button"
          class="class"
          aria-pressed={value === sketch.label}
          aria-keyshortcuts={keys[index]}
          style={{ '--colour': colourOf(labels, value) }}
          onMouseDown={keepFocus}
          onClick={() => onIntent({ do: 'name', index })}
        >
          <span {...content}>{label || value}</span>
          <KeyCap of={keys[index]} />
        </button>
      ))}
    </div>
  )
}

type ButtonProps = {
  action: CanvasAction | 'undo'
  name: string
  path: string
  shortcut: string
  pressed?: boolean
  disabled?: boolean
  onUse(): void
}

function BarButton({ action, name, path, shortcut, pressed, disabled, onUse }: ButtonProps) {
  return (
    <button
      type="button"
      disabled={disabled}
      class="tool"
      data-tool={action}
      aria-pressed={pressed}
      aria-keyshortcuts={shortcut}
      aria-label={name}
      title={`${name} (${keyName(shortcut)})`}
      onMouseDown={keepFocus}
      onClick={onUse}
    >
      <Drawing path={path} />
    </button>
  )
}

/** The keys stay with the picture. */
function keepFocus(event: Event): void {
  event.preventDefault()
}
