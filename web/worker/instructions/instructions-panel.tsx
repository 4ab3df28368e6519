/** @jsxImportSource preact */
import { Icon } from '../icons.tsx'
import { KeyCap } from '../keys/key-cap.tsx'
import { useContentLanguage, usePage, useWork } from '../page.ts'
import { Markdown } from './markdown-view.tsx'

/** The requester's instructions, over the picture and never over the form: one can read and begin at the same time. */
export function InstructionsPanel() {
  const { t, desk, settings } = usePage()
  const language = useContentLanguage()
  const project = useWork((state) => state.project)
  if (!project) return null
  const close = () => desk.store.set({ reading: false })
  return (
    <aside class="instructions" aria-label={t('instructions')}>
      <header>
        <h2>{t('instructions')}</h2>
        <button type="button" class="tool" aria-label={t('close')} title={t('close')} onClick={close}>
          <Icon name="close" />
        </button>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a text that scrolls must be reachable by keyboard */}
      <div class="prose" tabIndex={0} {...language}>
        <Markdown source={project.public_description} />
      </div>
      <footer>
        <button type="button" class="button" onClick={close}>
          {t('close')}
          <KeyCap of={settings.keymap.instructions} />
        </button>
      </footer>
    </aside>
  )
}
