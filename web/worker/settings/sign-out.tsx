/** @jsxImportSource preact */

import { useState } from 'preact/hooks'
import { base } from '../../service/base.ts'
import { call } from '../calls/call.ts'
import { usePage, useWork } from '../page.ts'
import { forgetPerson } from '../storage/device.ts'
import type { Desk } from '../work/desk.ts'

/** Nothing of the person stays on this device. */
export async function emptyDevice(desk: Desk): Promise<void> {
  await desk.shelves.clear().catch(() => {})
  forgetPerson()
  desk.store.set({
    screen: 'signed_out',
    panel: 'none',
    line: [],
    drafts: {},
    entries: [],
    orphans: [],
    projects: [],
    nextProjects: null,
  })
  history.replaceState(null, '', `${base}/app/work`)
}

/** Signing out empties this device, so it asks first, and says what would be lost. */
export function SignOut() {
  const { t, desk } = usePage()
  const count = useWork(({ entries }) => entries.filter((entry) => entry.refused === null).length)
  const hasAccount = useWork(({ person }) => person?.email != null)
  const [step, setStep] = useState<'closed' | 'asking' | 'failed'>('closed')
  async function signOut(): Promise<void> {
    const outcome = await call('signOut', {})
    // A session that is over already is what was wanted.
    if (!outcome.ok && outcome.trouble.code !== 'unauthenticated') return setStep('failed')
    await emptyDevice(desk)
  }
  if (step === 'closed')
    return (
      <button type="button" class="quiet" onClick={() => setStep('asking')}>
        {t('signOut')}
      </button>
    )
  return (
    <div class="confirm" role="alert">
      <p>
        {t(hasAccount ? 'signOutAccountText' : 'signOutText')} {count > 0 ? t('signOutUnsaved', { count }) : ''}
      </p>
      {step === 'failed' ? <p class="fault">{t('offlineOpen')}</p> : null}
      <div class="row">
        <button type="button" class="button danger" onClick={signOut}>
          {t('signOut')}
        </button>
        <button type="button" class="button" onClick={() => setStep('closed')}>
          {t('cancel')}
        </button>
      </div>
    </div>
  )
}
