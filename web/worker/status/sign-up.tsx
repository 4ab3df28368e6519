/** @jsxImportSource preact */

import { useState } from 'preact/hooks'
import { base } from '../../service/base.ts'
import { call } from '../calls/call.ts'
import { usePage } from '../page.ts'
import { Words } from './words.tsx'

/** The way in without an invitation, where the service allows it: one button, and no form before the first task. */
export function SignUp() {
  const { t } = usePage()
  const [state, setState] = useState<'asking' | 'sending' | string>('asking')
  async function begin(): Promise<void> {
    setState('sending')
    const outcome = await call('signUpAsWorker', { body: {} })
    if (outcome.ok) location.reload()
    else setState(outcome.trouble.detail || t('offlineOpen'))
  }
  return (
    <Words title={t('welcome')} text={t('welcomeText')}>
      <button
        type="button"
        class="button primary"
        disabled={state === 'sending'}
        ref={(button) => button?.focus()}
        onClick={begin}
      >
        {t('begin')}
      </button>
      <p class="fault" role="status">
        {state === 'asking' || state === 'sending' ? '' : state}
      </p>
      <SignInLink />
    </Words>
  )
}

/** Who has an account comes back to where they were. */
export function SignInLink() {
  const { t } = usePage()
  const next = `/work${location.search}`
  return (
    <a class="quiet" href={`${base}/app/sign-in?next=${encodeURIComponent(next)}`}>
      {t('signIn')}
    </a>
  )
}
