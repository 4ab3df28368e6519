/** @jsxImportSource preact */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { loadCanvas } from '../canvas/load.ts'
import type { CanvasProps } from '../canvas/overlay.ts'
import { Icon } from '../icons.tsx'
import { part } from '../part.ts'
import { fitted } from '../pictures/view.ts'
import { createViewer, type Viewer } from '../pictures/viewer.ts'
import { usePart } from '../use-part.ts'
import type { ShownOf, ValueProps } from './medium.ts'

const loadTools = part(() => import('./picture-tools.tsx'))

/** A picture in its frame, with all that one can do to it. */
export function PictureFrame(props: ValueProps<ShownOf<'image'>>) {
  const { value, t, pictures, keymap, onSkip } = props
  const address = value.url
  const label = props.label || t('pictureNumber', { number: props.number })
  // One of several: the page scrolls with the wheel, and the picture can fill the screen.
  const small = props.small || props.among > 2
  const frame = useRef<HTMLDivElement>(null)
  const viewer = useRef<Viewer | null>(null)
  const [view, setView] = useState(fitted)
  const [large, setLarge] = useState(false)
  const picture = pictures.get(address)
  // The picture first.
  const tools = usePart(loadTools, { again: address })
  const element = picture?.element ?? null

  // biome-ignore lint/correctness/useExhaustiveDependencies: one viewer for the life of the frame
  useLayoutEffect(() => {
    const use = () => {
      props.viewer.current = viewer.current
    }
    viewer.current = createViewer(frame.current!, { onChange: setView, onUse: use })
    props.viewer.current ??= viewer.current
    return () => {
      if (props.viewer.current === viewer.current) props.viewer.current = null
      viewer.current?.destroy()
    }
  }, [])

  // The very element that was decoded ahead of need goes on the page: it paints with this frame.
  useLayoutEffect(() => {
    if (!element) {
      viewer.current?.clear()
      return
    }
    element.alt = label
    viewer.current?.show(element)
  }, [element, label])

  // biome-ignore lint/correctness/useExhaustiveDependencies: another picture begins small
  useLayoutEffect(() => setLarge(false), [address])

  useLayoutEffect(() => {
    if (!large) return
    const leave = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      event.stopPropagation()
      setLarge(false)
    }
    addEventListener('keydown', leave, true)
    return () => removeEventListener('keydown', leave, true)
  }, [large])

  return (
    <div class="picture" data-large={large} data-small={small}>
      <div class="frame" ref={frame} data-scrolls={small && !large} />
      {picture?.state === 'failed' ? (
        <div class="picture-failed">
          <Icon name="alert" />
          <p>{t('pictureFailed')}</p>
          <div class="row">
            <button type="button" class="button" onClick={() => pictures.retry()}>
              {t('tryAgain')}
            </button>
            {onSkip ? (
              <button type="button" class="button" onClick={onSkip}>
                {t('skip')}
              </button>
            ) : null}
          </div>
        </div>
      ) : element ? null : (
        <div class="picture-loading" role="img" aria-label={t('pictureLoading')} />
      )}
      {props.drawn && element ? (
        <LaterCanvas {...props.drawn} frame={frame} viewer={viewer} picture={element} original={value.original} />
      ) : null}
      {tools ? (
        <tools.PictureTools
          t={t}
          keymap={keymap}
          viewer={viewer}
          view={view}
          small={small && !large}
          large={large}
          onLarge={small ? setLarge : null}
        />
      ) : null}
    </div>
  )
}

/** What one draws with comes when it is there; until then the field is answered beside the picture. */
function LaterCanvas(props: CanvasProps) {
  const part = usePart(loadCanvas, { again: props.taskId })
  return part ? <part.CanvasView {...props} /> : null
}
