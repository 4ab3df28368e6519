/** @jsxImportSource preact */
import { Icon, type IconName } from '../icons.tsx'
import { keyName } from '../keys/key-cap.tsx'
import type { Action, Keymap } from '../keys/keymap.ts'
import type { Translate } from '../language/translate.ts'
import type { View } from '../pictures/view.ts'
import type { Viewer } from '../pictures/viewer.ts'
import { pictureActions } from './picture-actions.ts'

type Props = {
  t: Translate
  keymap: Keymap
  viewer: { current: Viewer | null }
  view: View
  /** Few tools: those of the whole set come when the picture is enlarged. */
  small: boolean
  large: boolean
  onLarge: ((large: boolean) => void) | null
}

export function PictureTools({ t, keymap, viewer, view, small, large, onLarge }: Props) {
  const act = (action: keyof typeof pictureActions) => () => viewer.current && pictureActions[action]?.(viewer.current)
  const tool = (action: Action, icon: IconName) => (
    <Tool
      key={action}
      name={t(action as 'zoomIn')}
      shortcut={keymap[action]}
      action={action}
      icon={icon}
      onUse={act(action)}
    />
  )
  return (
    <div class="tools" data-used={view.zoom > 1 || view.brightness !== 1}>
      {small ? null : (
        <>
          {tool('zoomOut', 'minus')}
          <span class="zoom-level">{Math.round(view.zoom * 100)}%</span>
          {tool('zoomIn', 'plus')}
          {tool('fit', 'fit')}
          {tool('rotate', 'rotate')}
          <span class="light">
            <Icon name="sun" size={16} />
            <input
              type="range"
              min={0.25}
              max={3}
              step={0.05}
              value={view.brightness}
              aria-label={`${t('brighter')} / ${t('darker')}`}
              onInput={(event) => viewer.current?.light(Number(event.currentTarget.value) - view.brightness)}
              onDblClick={() => viewer.current?.light(1 - view.brightness)}
            />
          </span>
        </>
      )}
      {onLarge ? (
        <button
          type="button"
          class="tool"
          title={large ? t('close') : t('enlarge')}
          aria-label={large ? t('close') : t('enlarge')}
          aria-pressed={large}
          onClick={() => onLarge(!large)}
        >
          <Icon name={large ? 'close' : 'enlarge'} />
        </button>
      ) : null}
    </div>
  )
}

type ToolProps = { action: Action; icon: IconName; name: string; shortcut: string; onUse(): void }

function Tool({ action, icon, name, shortcut, onUse }: ToolProps) {
  return (
    <button
      type="button"
      class="tool"
      data-tool={action}
      title={`${name} (${keyName(shortcut)})`}
      aria-label={name}
      aria-keyshortcuts={shortcut}
      // The focus stays in the field that one types in.
      onMouseDown={(event) => event.preventDefault()}
      onClick={onUse}
    >
      <Icon name={icon} />
    </button>
  )
}
