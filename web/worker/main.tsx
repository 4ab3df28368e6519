/** @jsxImportSource preact */
import { render } from 'preact'
import { App, showLanguage } from './app.tsx'
import { watchReading } from './instructions/reading.ts'
import { loadMessages } from './language/languages.ts'
import { createTranslate } from './language/translate.ts'
import { part } from './part.ts'
import { createPictures, loadPicture } from './pictures/prefetch.ts'
import { watchTheme } from './settings/theme.ts'
import { readSettings } from './storage/device.ts'
import { openShelves } from './storage/indexed-db.ts'
import { lastWordsIn } from './storage/last-words.ts'
import { watchViewport } from './viewport.ts'
import { createDesk, type Desk, type DeskOptions } from './work/desk.ts'
import { enter } from './work/enter.ts'
import { watchActivity, watchHolds } from './work/hold-time.ts'
import { watchLeaving } from './work/leave.ts'
import { onVerdict } from './work/send.ts'
import { watchTally } from './work/watch-tally.ts'
import './styles/page.css'

async function start(): Promise<void> {
  watchTheme()
  watchViewport()
  const settings = readSettings(navigator.languages)
  showLanguage(settings.language)
  // The way in takes several requests: the words arrive meanwhile.
  const loading = loadMessages(settings.language)
  const pictures = createPictures({
    load: loadPicture,
    onChange: () => desk.store.set({ pictureChanges: desk.store.get().pictureChanges + 1 }),
  })
  const preview = new URLSearchParams(location.search).has('preview')
  const desk = preview ? await startPreview({ pictures, onVerdict }) : await startWork({ pictures, onVerdict })
  const translate = createTranslate(settings.language, await loading)
  render(<App desk={desk} first={settings} translate={translate} />, document.getElementById('root')!)
}

async function startWork(options: Omit<DeskOptions, 'shelves'>): Promise<Desk> {
  const desk = createDesk({ ...options, shelves: await openShelves(), words: lastWordsIn(() => localStorage) })
  watchReading(desk)
  watchTally(desk)
  void enter(desk)
  watchActivity(desk)
  watchHolds(desk)
  watchLeaving(desk)
  return desk
}

const loadPreview = part(() => import('./preview/preview.ts'))

async function startPreview(options: Omit<DeskOptions, 'shelves'>): Promise<Desk> {
  const { createPreview } = await loadPreview()
  return createPreview(options)
}

void start()
