/** @jsxImportSource preact */
import { useState } from 'preact/hooks'
import { base } from '../../service/base.ts'
import { call } from '../calls/call.ts'
import { usePage, useWork } from '../page.ts'
import { emptyDevice } from './sign-out.tsx'

/** What the service keeps about the person, as a file; and how to leave it for good. */
export function YourData() {
  const { t, desk } = usePage()
  const hasAccount = useWork(({ person }) => person?.email != null)
  const [asking, setAsking] = useState(false)
  const [password, setPassword] = useState('')
  const [fault, setFault] = useState('')
  async function leave(event: Event): Promise<void> {
    event.preventDefault()
    const outcome = await call('deletePerson', { body: hasAccount ? { password } : {} })
    if (outcome.ok) await emptyDevice(desk)
    else setFault(outcome.trouble.detail || t('offlineOpen'))
  }
  if (!asking)
    return (
      <div class="row">
        <a class="quiet" href={`${base}/person/data`} download>
          {t('downloadData')}
        </a>
        <button type="button" class="quiet" onClick={() => setAsking(true)}>
          {t('deleteAccount')}
        </button>
      </div>
    )
  return (
    <form class="confirm" onSubmit={leave}>
      <p>{t('deleteAccountText')}</p>
      {hasAccount ? (
        <label class="label">
          {t('password')}
          <input
            class="control"
            type="password"
            required
            autocomplete="current-password"
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
      ) : null}
      <p class="fault" role="status">
        {fault}
      </p>
      <div class="row">
        <button type="submit" class="button danger">
          {t('deleteAccount')}
        </button>
        <button type="button" class="button" onClick={() => setAsking(false)}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}
