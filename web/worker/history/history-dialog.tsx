/** @jsxImportSource preact */
import type { OwnAnswer } from '@whisker/api/own-work.ts'
import { useEffect, useState } from 'preact/hooks'
import { call } from '../calls/call.ts'
import { usePage, useWork } from '../page.ts'
import { Dialog } from '../status/dialog.tsx'
import { HistoryRow } from './history-row.tsx'

/** The person's own answers, newest first; those whose task is still open can be changed. */
export function HistoryDialog() {
  const { t } = usePage()
  const projectId = useWork(({ project }) => project?.id)
  const [answers, setAnswers] = useState<readonly OwnAnswer[]>([])
  const [next, setNext] = useState<string>()
  const [state, setState] = useState<'loading' | 'ready' | 'failed'>('loading')
  const [editing, setEditing] = useState<string | null>(null)

  async function load(after?: string): Promise<void> {
    if (projectId === undefined) return
    setState('loading')
    const outcome = await call('listOwnAnswers', { query: { project_id: projectId, after } })
    if (!outcome.ok) return setState('failed')
    const { data } = outcome.value
    setAnswers((before) => (after ? [...before, ...data] : data))
    setNext(outcome.value.next)
    setState('ready')
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when the panel opens
  useEffect(() => void load(), [])

  function changed(answer: OwnAnswer): void {
    setAnswers((before) => before.map((one) => (one.assignment_id === answer.assignment_id ? answer : one)))
    setEditing(null)
  }

  return (
    <Dialog title={t('yourAnswers')} wide>
      {state === 'ready' && answers.length === 0 ? <p class="lead">{t('noAnswers')}</p> : null}
      {answers.length > 0 ? <p class="help">{t('changeFor')}</p> : null}
      <ul class="kept">
        {answers.map((answer) => (
          <HistoryRow
            key={answer.assignment_id}
            answer={answer}
            editing={editing === answer.assignment_id}
            onEdit={(on) => setEditing(on ? answer.assignment_id : null)}
            onChanged={changed}
          />
        ))}
      </ul>
      {state === 'failed' ? <p class="fault">{t('offlineOpen')}</p> : null}
      {state === 'failed' || (next && state === 'ready') ? (
        <button type="button" class="button" onClick={() => load(next)}>
          {state === 'failed' ? t('tryAgain') : t('showMore')}
        </button>
      ) : null}
    </Dialog>
  )
}
