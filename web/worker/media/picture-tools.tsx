/** @jsxImportSource preact */
import { Drawing, Icon } from '../icons.tsx'
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

/** Of these tools alone, and loaded with them. */
const paths = {
  zoomOut: 'M4.5 10h11',
  zoomIn: 'M10 4.5v11M4.5 10h11',
  fit: 'M3.5 7.5v-4h4M12.5 3.5h4v4M16.5 12.5v4h-4M7.5 16.5h-4v-4',
  rotate: 'M16 10a6 6 0 1 1-2-4.5M14.5 2.5v3.3h-3.3',
  light:
    'M10 6.8a3.2 3.2 0 1 0 0 6.4 3.2 3.2 0 0 0 0-6.4zM10 2.2v1.3M10 16.5v1.3M2.2 10h1.3M16.5 10h1.3M4.5 4.5l.9.9M14.6 14.6l.9.9M4.5 15.5l.9-.9M14.6 5.4l.9-.9',
  enlarge: 'M11.5 8.5 17 3M12.5 3H17v4.5M8.5 11.5 3 17M3 12.5V17h4.5',
}

export function PictureTools({ t, keymap, viewer, view, small, large, onLarge }: Props) {
  const act = (action: keyof typeof pictureActions) => () => viewer.current && pictureActions[action]?.(viewer.current)
  const tool = (action: Action & keyof typeof paths) => (
    <Tool
      key={action}
      name={t(action)}
      shortcut={keymap[action]}
      action={action}
      path={paths[action]}
      onUse={act(action)}
    />
  )
  return (
    <div class="tools" data-used={view.zoom > 1 || view.brightness !== 1}>
      {small ? null : (
        <>
          {tool('zoomOut')}
          <span class="zoom-level">{Math.round(view.zoom * 100)}%</span>
          {tool('zoomIn')}
          {tool('fit')}
          {tool('rotate')}
          <span class="light">
            <Drawing path={paths.light} size={16} />
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
          {large ? <Icon name="close" /> : <Drawing path={paths.enlarge} />}
        </button>
      ) : null}
    </div>
  )
}

type ToolProps = { action: Action; path: string; name: string; shortcut: string; onUse(): void }

function Tool({ action, path, name, shortcut, onUse }: ToolProps) {
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
      <Drawing path={path} />
    </button>
  )
}
