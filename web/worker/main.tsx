/** @jsxImportSource preact */
import { render } from 'preact'
import { App, showLanguage } from './app.tsx'
import { watchReading } from './instructions/reading.ts'
import { languages } from './language/languages.ts'
import { createTranslate } from './language/translate.ts'
import { createPictures, loadPicture } from './pictures/prefetch.ts'
import { readSettings, watchTally } from './settings/device.ts'
import { watchTheme } from './settings/theme.ts'
import { openShelves } from './storage/indexed-db.ts'
import { watchViewport } from './viewport.ts'
import { createDesk } from './work/desk.ts'
import { enter } from './work/enter.ts'
import { watchActivity, watchHolds } from './work/hold-time.ts'
import { watchLeaving } from './work/leave.ts'
import { onVerdict } from './work/send.ts'
import './styles/page.css'

async function start(): Promise<void> {
  watchTheme()
  watchViewport()
  const settings = readSettings(navigator.languages)
  showLanguage(settings.language)
  const loading = languages[settings.language].load()
  const shelves = await openShelves()
  const pictures = createPictures({
    load: loadPicture,
    onChange: () => desk.store.set({ pictureChanges: desk.store.get().pictureChanges + 1 }),
  })
  const desk = createDesk({ shelves, pictures, onVerdict })
  void enter(desk)
  watchActivity(desk)
  watchHolds(desk)
  watchLeaving(desk)
  watchReading(desk)
  watchTally(desk)
  // The way in takes several requests: the words arrive meanwhile.
  const translate = createTranslate(settings.language, await loading)
  render(<App desk={desk} first={settings} translate={translate} />, document.getElementById('root')!)
}

void start()
