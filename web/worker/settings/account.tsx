/** @jsxImportSource preact */
import { useState } from 'preact/hooks'
import { call } from '../calls/call.ts'
import { usePage, useWork } from '../page.ts'

/** For who came by a link: with e-mail and password, what they have done is theirs on any device. */
export function Account() {
  const { t, desk } = usePage()
  const person = useWork((state) => state.person)
  const [email, setEmail] = useState('')
  const [password, setPassword] = useState('')
  const [state, setState] = useState<'typing' | 'saving' | string>('typing')
  if (!person) return null
  if (person.email !== null) return <p class="help">{t('signedInAs', { email: person.email })}</p>
  async function save(event: Event): Promise<void> {
    event.preventDefault()
    setState('saving')
    const outcome = await call('addCredentials', { body: { email, password } })
    if (outcome.ok) desk.store.set({ person: outcome.value })
    else setState(outcome.trouble.errors[0]?.detail ?? (outcome.trouble.detail || t('offlineOpen')))
  }
  return (
    <details class="account">
      <summary>{t('addAccount')}</summary>
      <form class="field" onSubmit={save}>
        <p class="help">{t('addAccountHelp')}</p>
        <label class="label" for="email">
          {t('email')}
        </label>
        <input
          id="email"
          class="control"
          type="email"
          required
          maxLength={254}
          autocomplete="username"
          value={email}
          onInput={(event) => setEmail(event.currentTarget.value)}
        />
        <label class="label" for="password">
          {t('password')}
        </label>
        <input
          id="password"
          class="control"
          type="password"
          required
          minLength={8}
          maxLength={256}
          autocomplete="new-password"
          value={password}
          onInput={(event) => setPassword(event.currentTarget.value)}
        />
        <button type="submit" class="button" disabled={state === 'saving'}>
          {t('save')}
        </button>
        <p class="fault" role="status">
          {state === 'typing' || state === 'saving' ? '' : state}
        </p>
      </form>
    </details>
  )
}
