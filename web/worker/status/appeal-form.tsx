/** @jsxImportSource preact */
import { useState } from 'preact/hooks'
import { call } from '../calls/call.ts'
import { usePage } from '../page.ts'
import { topUp } from '../work/take.ts'

/** The API takes comments up to this length. */
const maxCommentLength = 2000

/** Somebody who was paused writes to the people who run the project; what comes of it is told in the words above. */
export function AppealForm() {
  const { t, desk } = usePage()
  const [comment, setComment] = useState('')
  const [problem, setProblem] = useState('')
  const [busy, setBusy] = useState(false)

  async function send(): Promise<void> {
    if (desk.projectId === null || comment.trim() === '') return
    setBusy(true)
    const body = { comment: comment.trim().slice(0, maxCommentLength) }
    const outcome = await call('createAppeal', { params: { project_id: desk.projectId }, body })
    setBusy(false)
    if (!outcome.ok) return setProblem(outcome.trouble.detail)
    await topUp(desk)
  }

  return (
    <form
      class="field"
      onSubmit={(event) => {
        event.preventDefault()
        void send()
      }}
    >
      <label class="label" for="appeal">
        {t('appeal')}
      </label>
      <textarea
        id="appeal"
        class="control"
        rows={3}
        maxLength={maxCommentLength}
        dir="auto"
        value={comment}
        onInput={(event) => setComment(event.currentTarget.value)}
      />
      {problem ? <p role="alert">{problem}</p> : null}
      <button type="submit" class="button primary" disabled={busy || comment.trim() === ''}>
        {t('send')}
      </button>
    </form>
  )
}
