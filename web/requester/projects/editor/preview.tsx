import { useDebouncedValue } from '@mantine/hooks'
import { ProjectDraft } from '@whisker/api/project-settings.ts'
import { useEffect, useRef, useState } from 'react'
import { base } from '../../../service/base.ts'
import type { PreviewMessage, PreviewReady } from '../../../worker/preview/preview.ts'
import type { Draft } from './draft.ts'
import styles from './preview.module.css'

/** How long typing has to rest before the preview follows, ms. */
const restMs = 250

/**
 * The real worker's page with a made-up task, in a frame of its own: what is tried out there is what workers get. It
 * shows the last draft that was acceptable; a form that is just being typed would only flicker.
 */
export function Preview({ draft }: { draft: Draft }) {
  const frame = useRef<HTMLIFrameElement>(null)
  const [ready, setReady] = useState(false)
  const [rested] = useDebouncedValue(draft, restMs)

  useEffect(() => {
    const onMessage = ({ data, origin, source }: MessageEvent<PreviewReady | null>) => {
      if (
        origin === location.origin &&
        source === frame.current?.contentWindow &&
        data?.type === 'whisker-preview-ready'
      )
        setReady(true)
    }
    window.addEventListener('message', onMessage)
    return () => window.removeEventListener('message', onMessage)
  }, [])

  useEffect(() => {
    // A title is the last thing that is written; the preview does not wait for it.
    const titled = { ...rested, title: rested.title.trim() || 'Untitled' }
    if (!ready || !ProjectDraft.safeParse(titled).success) return
    const { title, public_description, language, input_spec, output_spec } = titled
    const project = {
      id: 0,
      version: 0,
      status: 'active',
      title,
      public_description,
      language,
      input_spec,
      output_spec,
    } as const
    const message: PreviewMessage = { type: 'whisker-preview', project }
    frame.current?.contentWindow?.postMessage(message, location.origin)
  }, [ready, rested])

  return (
    <div className={styles.preview}>
      <iframe ref={frame} className={styles.frame} src={`${base}/app/work?preview`} title="What workers see" />
      <p className={styles.hint}>This is the page that workers get. Try it: nothing is sent.</p>
    </div>
  )
}
