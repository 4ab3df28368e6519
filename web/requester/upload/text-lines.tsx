import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { BulkReceipt } from '@whisker/api/intake.ts'
import { useRef, useState } from 'react'
import { service } from '../../service/client.ts'
import { keyOf } from '../../service/query-keys.ts'
import { Note, ProblemNote } from '../../ui/note.tsx'
import { plural } from '../../ui/numbers.ts'
import styles from './text-lines.module.css'

/**
 * Takes texts, one a line, and makes a task of each with one bulk request. A text that has a task makes no second one unless
 * that is asked for: so a press whose reply was lost can be pressed again. The tasks that are asked for twice get ids from the
 * press, and a press that is repeated makes none again.
 */
export function TextLines({ projectId, fieldName }: { projectId: number; fieldName: string }) {
  const [text, setText] = useState('')
  const cache = useQueryClient()
  const press = useRef<string | null>(null)
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const send = useMutation({
    mutationFn: (again: string[] | null) => {
      if (again) press.current ??= crypto.randomUUID()
      return sendLines(projectId, fieldName, again ?? lines, again && press.current)
    },
    onSuccess: ({ failed }, again) => {
      press.current = null
      if (again) return void cache.invalidateQueries({ queryKey: keyOf.project(projectId) })
      // What was refused stays in the box, to be put right and sent again.
      setText(failed.map(({ line }) => lines[line - 1]).join('\n'))
      void cache.invalidateQueries({ queryKey: keyOf.project(projectId) })
    },
  })
  return (
    <div className={styles.box}>
      <Textarea
        label="Texts, one a line"
        placeholder="Paste them here"
        autosize
        minRows={5}
        maxRows={14}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      {send.error && <ProblemNote error={send.error} />}
      {send.data && (
        <Told {...send.data} isBusy={send.isPending} onMakeAgain={() => send.data && send.mutate(send.data.there)} />
      )}
      <div>
        <Button disabled={lines.length === 0} loading={send.isPending} onClick={() => send.mutate(null)}>
          {lines.length > 0 ? `Make ${plural(lines.length, 'task')}` : 'Make tasks'}
        </Button>
      </div>
    </div>
  )
}

type Failed = Extract<BulkReceipt, { status: 'error' }>

/** @param press makes them although they are there; each gets an id from it, so that the same press has its effect once */
async function sendLines(projectId: number, fieldName: string, lines: string[], press: string | null) {
  const draft = (line: string, index: number) => ({
    task_spec: [{ [fieldName]: line }],
    ...(press === null ? { duplicates: 'reuse' } : { duplicates: 'keep', external_id: `paste:${press}:${index}` }),
  })
  const body = lines.map((line, index) => `${JSON.stringify(draft(line, index))}\n`).join('')
  const response = await service.createTasks({
    query: { project_id: projectId },
    headers: { 'content-type': 'application/x-ndjson' },
    body,
    signal: AbortSignal.timeout(5 * 60_000),
  })
  const receipts = (await response.text()).split('\n').filter(Boolean)
  const failed: Failed[] = []
  const there: string[] = []
  for (const line of receipts) {
    const receipt = BulkReceipt.parse(JSON.parse(line))
    if (receipt.status === 'error') failed.push(receipt)
    else if (receipt.status === 'duplicate' && press === null) there.push(lines[receipt.line - 1] ?? '')
  }
  return { created: receipts.length - failed.length - there.length, failed, there }
}

function Told(props: { created: number; failed: Failed[]; there: string[]; isBusy: boolean; onMakeAgain: () => void }) {
  const { created, failed, there } = props
  if (failed.length === 0 && there.length === 0) return <Note>{plural(created, 'task')} made.</Note>
  const parts = [`${plural(created, 'task')} made`]
  if (there.length > 0) parts.push(`${plural(there.length, 'text')} there already`)
  if (failed.length > 0) parts.push(`${plural(failed.length, 'line')} refused`)
  return (
    <Note tone="warn" title={parts.join(', ')}>
      {failed.length > 0 && (
        <ul className={styles.failed}>
          {failed.slice(0, 20).map((receipt) => (
            <li key={receipt.line}>{receipt.errors[0]?.detail ?? receipt.detail}</li>
          ))}
        </ul>
      )}
      {there.length > 0 && (
        <>
          <p>These have a task already, or stood twice in the box. No second one was made.</p>
          <Button size="xs" variant="default" loading={props.isBusy} onClick={props.onMakeAgain}>
            Make {plural(there.length, 'task')} of them all the same
          </Button>
        </>
      )}
    </Note>
  )
}
