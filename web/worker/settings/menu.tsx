/** @jsxImportSource preact */

import { useState } from 'preact/hooks'
import { base } from '../../service/base.ts'
import { call } from '../calls/call.ts'
import { isLanguage, languages, languageTags } from '../language/languages.ts'
import { usePage, useWork } from '../page.ts'
import { Dialog } from '../status/dialog.tsx'
import { Account } from './account.tsx'
import { KnownLanguages } from './known-languages.tsx'
import { SignOut } from './sign-out.tsx'
import { applyTheme, readTheme, type Theme } from './theme.ts'
import { YourData } from './your-data.tsx'
import { YourWork } from './your-work.tsx'

/** Everything that is not needed for the next answer. */
export function Menu() {
  const { t, settings, change } = usePage()
  const [theme, setTheme] = useState(readTheme)
  const chooseTheme = (chosen: Theme) => {
    applyTheme(chosen)
    setTheme(chosen)
  }
  return (
    <Dialog title={t('menu')}>
      <YourWork />
      <Name />
      <Account />
      <KnownLanguages />
      <div class="pair">
        <div class="field">
          <label class="label" for="language">
            {t('language')}
          </label>
          <select
            id="language"
            class="control"
            value={settings.language}
            onChange={({ currentTarget: { value } }) => isLanguage(value) && change({ language: value })}
          >
            {languageTags.map((tag) => (
              <option key={tag} value={tag} lang={tag}>
                {languages[tag].name}
              </option>
            ))}
          </select>
        </div>
        <div class="field">
          <label class="label" for="theme">
            {t('theme')}
          </label>
          <select
            id="theme"
            class="control"
            value={theme}
            onChange={(event) => chooseTheme(event.currentTarget.value as Theme)}
          >
            <option value="auto">{t('themeSystem')}</option>
            <option value="light">{t('themeLight')}</option>
            <option value="dark">{t('themeDark')}</option>
          </select>
        </div>
      </div>
      <Switch
        label={t('sendOnChoose')}
        help={t('sendOnChooseHelp')}
        checked={settings.sendOnChoose}
        onChange={(sendOnChoose) => change({ sendOnChoose })}
      />
      <Switch
        label={t('enterSends')}
        help={t('enterSendsHelp')}
        checked={settings.enterSends}
        onChange={(enterSends) => change({ enterSends })}
      />
      <YourData />
      <div class="row end">
        <a class="quiet" href={`${base}/app/work`}>
          {t('projects')}
        </a>
        <SignOut />
      </div>
    </Dialog>
  )
}

function Name() {
  const { t, desk } = usePage()
  const person = useWork((state) => state.person)
  const [name, setName] = useState(person?.name ?? '')
  const [state, setState] = useState<'typing' | 'saving' | 'saved' | string>('typing')
  const changed = name.trim() !== '' && name.trim() !== person?.name
  function type(text: string): void {
    setName(text)
    setState('typing')
  }
  async function save(event: Event): Promise<void> {
    event.preventDefault()
    if (!changed) return
    setState('saving')
    const outcome = await call('editPerson', { body: { name: name.trim() } })
    if (outcome.ok) desk.store.set({ person: outcome.value })
    setState(outcome.ok ? 'saved' : outcome.trouble.detail || t('offlineOpen'))
  }
  return (
    <form class="field" onSubmit={save}>
      <label class="label" for="name">
        {t('yourName')}
      </label>
      <p class="help">{t('nameHelp')}</p>
      <div class="row">
        <input
          id="name"
          class="control"
          value={name}
          maxLength={100}
          dir="auto"
          autocomplete="nickname"
          onInput={(event) => type(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={!changed || state === 'saving'}>
          {state === 'saved' ? t('saved') : t('save')}
        </button>
      </div>
      <p class="fault" role="status">
        {['typing', 'saving', 'saved'].includes(state) ? '' : state}
      </p>
    </form>
  )
}

type SwitchProps = { label: string; help: string; checked: boolean; onChange(on: boolean): void }

function Switch({ label, help, checked, onChange }: SwitchProps) {
  return (
    <label class="switch">
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>
        {label}
        <small>{help}</small>
      </span>
    </label>
  )
}
