/** @jsxImportSource preact */
import { useState } from 'preact/hooks'
import { call } from '../calls/call.ts'
import { usePage, useWork } from '../page.ts'
import { look } from '../work/take.ts'

/** Those that most people have to choose from; others are said by API. */
const offered =
  'ar bg bn cs da de el en es et fa fi fr he hi hr hu id it ja ko lt lv mr ms nb nl pl pt ro ru sk sr sv sw ta te th tr uk ur vi zh'.split(
    ' ',
  )

/** Which languages this person knows: some projects are only for people who know theirs. */
export function KnownLanguages() {
  const { t, desk, language } = usePage()
  const known = useWork((state) => state.person?.languages) ?? []
  const [fault, setFault] = useState('')
  const names = new Intl.DisplayNames(language, { type: 'language' })
  const nameOf = (tag: string) => names.of(tag) ?? tag
  const rest = offered.filter((tag) => !known.includes(tag))
  rest.sort((a, b) => nameOf(a).localeCompare(nameOf(b), language))

  async function say(languages: string[]): Promise<void> {
    const outcome = await call('editPerson', { body: { languages } })
    setFault(outcome.ok ? '' : outcome.trouble.detail || t('offlineOpen'))
    if (!outcome.ok) return
    desk.store.set({ person: outcome.value })
    look(desk)
  }

  return (
    <div class="field">
      <label class="label" for="known-languages">
        {t('knownLanguages')}
      </label>
      <p class="help">{t('knownLanguagesHelp')}</p>
      {known.length > 0 ? (
        <ul class="row">
          {known.map((tag) => (
            <li key={tag}>
              <button
                type="button"
                class="button"
                aria-label={t('removeLanguage', { language: nameOf(tag) })}
                onClick={() => say(known.filter((one) => one !== tag))}
              >
                {nameOf(tag)} <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      ) : null}
      <select
        id="known-languages"
        class="control"
        value=""
        onChange={({ currentTarget }) => {
          const tag = currentTarget.value
          currentTarget.value = ''
          if (tag !== '') void say([...known, tag])
        }}
      >
        <option value="">{t('addLanguage')}</option>
        {rest.map((tag) => (
          <option key={tag} value={tag}>
            {nameOf(tag)}
          </option>
        ))}
      </select>
      <p class="fault" role="status">
        {fault}
      </p>
    </div>
  )
}
