/** @jsxImportSource preact */
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { KeyCap } from '../keys/key-cap.tsx'
import { readPress } from '../keys/press.ts'
import { usePage } from '../page.ts'
import { Dialog } from '../status/dialog.tsx'
import type { SkipReason } from '../storage/entry.ts'
import { finish } from '../work/send.ts'
import { reasons } from './reasons.ts'

/** The API takes comments up to this length. */
const maxCommentLength = 1000

/** Skipping: one key or tap for the reason; a problem that needs words gets a comment. */
export function SkipDialog() {
  const { t, desk } = usePage()
  // The task that was on the screen when the panel opened, whatever comes after it.
  const [hold] = useState(() => desk.store.get().line[0])
  const [reason, setReason] = useState<SkipReason | null>(null)
  const [comment, setComment] = useState('')
  const words = useRef<HTMLTextAreaElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: the field is there once a reason for it is
  useLayoutEffect(() => words.current?.focus(), [reason])

  function skip(why: SkipReason, words: string): void {
    if (hold) finish(desk, hold, { kind: 'skip', reason: why, comment: words.trim().slice(0, maxCommentLength) })
  }
  function choose(why: SkipReason): void {
    if (why === 'other' || reason !== null) setReason(why)
    else skip(why, '')
  }
  function onKeyDown(event: KeyboardEvent): void {
    const { key, command } = readPress(event)
    const chosen = reasons[Number(key) - 1]
    if (reason === null && chosen && !command) {
      event.preventDefault()
      choose(chosen.reason)
    }
    if (reason !== null && key === 'Enter' && command) skip(reason, comment)
  }

  return (
    <Dialog title={t('skipTitle')} onKeyDown={onKeyDown}>
      <p class="lead">{t('skipText')}</p>
      <div class="options" data-columns={1}>
        {reasons.map(({ reason: why, words }, index) => (
          <button
            type="button"
            class="option"
            key={why}
            aria-pressed={reason === null ? undefined : reason === why}
            onClick={() => choose(why)}
          >
            <span class="option-text">{t(words)}</span>
            {reason === null ? <KeyCap of={String(index + 1)} /> : null}
          </button>
        ))}
      </div>
      {reason === null ? (
        <div class="row">
          <button type="button" class="quiet" onClick={() => setReason('wrong_form')}>
            {t('addComment')}
          </button>
          <button type="button" class="quiet" onClick={() => desk.store.set({ panel: 'report' })}>
            {t('reportKeep')}
          </button>
        </div>
      ) : (
        <form
          class="field"
          onSubmit={(event) => {
            event.preventDefault()
            skip(reason, comment)
          }}
        >
          <label class="label" for="skip-comment">
            {t('comment')}
          </label>
          <textarea
            id="skip-comment"
            ref={words}
            class="control"
            rows={3}
            maxLength={maxCommentLength}
            dir="auto"
            value={comment}
            onInput={(event) => setComment(event.currentTarget.value)}
          />
          <button type="submit" class="button primary">
            {t('skipAndReport')}
          </button>
        </form>
      )}
    </Dialog>
  )
}
