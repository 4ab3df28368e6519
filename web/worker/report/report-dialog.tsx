/** @jsxImportSource preact */
import { useState } from 'preact/hooks'
import { call } from '../calls/call.ts'
import { usePage } from '../page.ts'
import { Dialog } from '../status/dialog.tsx'
import { type ReportReason, reasons } from './reasons.ts'

/** Says what is wrong with the task on the screen, and leaves it there: it can still be answered, or skipped. */
export function ReportDialog() {
  const { t, desk } = usePage()
  const [hold] = useState(() => desk.store.get().line[0])
  const [reason, setReason] = useState<ReportReason>('unclear')
  const [comment, setComment] = useState('')
  const [state, setState] = useState<'typing' | 'sending' | 'sent' | string>('typing')

  async function send(event: Event): Promise<void> {
    event.preventDefault()
    if (!hold) return
    setState('sending')
    const { id, token } = hold.assignment
    const body = { token, reason, comment: comment.trim() }
    const outcome = await call('reportTask', { params: { assignment_id: id }, body })
    setState(outcome.ok ? 'sent' : outcome.trouble.detail || t('offlineOpen'))
  }
  if (state === 'sent')
    return (
      <Dialog title={t('reportTitle')}>
        <p class="lead" role="status">
          {t('reported')}
        </p>
        <button type="button" class="button primary" onClick={() => desk.store.set({ panel: 'none' })}>
          {t('close')}
        </button>
      </Dialog>
    )
  return (
    <Dialog title={t('reportTitle')}>
      <p class="lead">{t('reportText')}</p>
      <form class="field" onSubmit={send}>
        <label class="label" for="report-reason">
          {t('comment')}
        </label>
        <select
          id="report-reason"
          class="control"
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value as ReportReason)}
        >
          {reasons.map(({ reason: one, words }) => (
            <option key={one} value={one}>
              {t(words)}
            </option>
          ))}
        </select>
        <label class="label" for="report-comment">
          {t('inWords')}
        </label>
        <textarea
          id="report-comment"
          class="control"
          rows={3}
          maxLength={1000}
          dir="auto"
          required={reason === 'other'}
          value={comment}
          onInput={(event) => setComment(event.currentTarget.value)}
        />
        <p class="fault" role="status">
          {state === 'typing' || state === 'sending' ? '' : state}
        </p>
        <button type="submit" class="button primary" disabled={state === 'sending'}>
          {t('reportSend')}
        </button>
      </form>
    </Dialog>
  )
}
