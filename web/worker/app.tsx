/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Task } from './items/task.tsx'
import { directionOf, loadMessages } from './language/languages.ts'
import { createTranslate, type Translate } from './language/translate.ts'
import { LaterPanels } from './later.tsx'
import { type Page, PageContext, usePage, useWork } from './page.ts'
import { Banners } from './status/banners.tsx'
import { LullView } from './status/lull-view.tsx'
import { StateScreen } from './status/screens.tsx'
import { Words } from './status/words.tsx'
import { keepSettings, type Settings } from './storage/device.ts'
import { TopBar } from './top-bar.tsx'
import { useKeys } from './use-keys.ts'
import type { Desk } from './work/desk.ts'
import { rereadNumbers } from './work/send.ts'

type Props = { desk: Desk; first: Settings; translate: Translate }

/** The whole page. The language is loaded before it is shown, and kept until another one has arrived. */
export function App({ desk, first, translate }: Props) {
  const [settings, setSettings] = useState(first)
  const [t, setT] = useState(() => translate)
  const task = useRef(null)
  const viewer = useRef(null)
  const canvas = useRef(null)

  async function change(part: Partial<Settings>): Promise<void> {
    const next = { ...settings, ...part }
    keepSettings(next, part.language !== undefined)
    if (next.language !== settings.language) {
      const messages = await loadMessages(next.language).catch(() => null)
      if (messages === null) return
      setT(() => createTranslate(next.language, messages))
      showLanguage(next.language)
      rereadNumbers(desk, settings.language, next.language)
    }
    setSettings(next)
  }

  const { language } = settings
  const page: Page = { desk, t, language, dir: directionOf(language), settings, change, task, viewer, canvas }
  return (
    <PageContext.Provider value={page}>
      <Content />
    </PageContext.Provider>
  )
}

export function showLanguage(language: string): void {
  document.documentElement.lang = language
  document.documentElement.dir = directionOf(language)
}

function Content() {
  const { t } = usePage()
  const screen = useWork((state) => state.screen)
  const title = useWork((state) => state.project?.title)
  useKeys()
  useEffect(() => {
    document.title = title ? `${title} · Whisker` : 'Whisker'
  }, [title])
  if (screen === 'opening') return <Words title={t('opening')} />
  if (screen !== 'working') return <StateScreen screen={screen} />
  return <Work />
}

function Work() {
  const { t } = usePage()
  const hold = useWork(({ line }) => line[0])
  const form = useWork(({ line, forms }) => forms[line[0]?.assignment.version ?? 0])
  const lull = useWork((state) => state.lull)
  return (
    <div class="page">
      <TopBar />
      <Banners />
      {hold && form ? (
        <Task hold={hold} form={form} />
      ) : lull ? (
        <LullView lull={lull} />
      ) : (
        <Words title={t('taking')} />
      )}
      <LaterPanels />
    </div>
  )
}
