import { Button, Textarea } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { BulkReceipt } from '@whisker/api/tasks.ts'
import { useState } from 'react'
import { service } from '../../../../service/client.ts'
import { Note, ProblemNote } from '../../../../ui/note.tsx'
import { plural } from '../../../../ui/numbers.ts'
import styles from './text-lines.module.css'

/** Takes texts, one a line, and makes a task of each with one bulk request. */
export function TextLines({ projectId, fieldName }: { projectId: number; fieldName: string }) {
  const [text, setText] = useState('')
  const cache = useQueryClient()
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const send = useMutation({
    mutationFn: () => sendLines(projectId, fieldName, lines),
    onSuccess: ({ failed }) => {
      // What was refused stays in the box, to be put right and sent again.
      setText(failed.map(({ line }) => lines[line - 1]).join('\n'))
      void cache.invalidateQueries({ queryKey: ['project', projectId] })
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
      {send.data && <Told created={send.data.created} failed={send.data.failed} />}
      <div>
        <Button disabled={lines.length === 0} loading={send.isPending} onClick={() => send.mutate()}>
          {lines.length > 0 ? `Make ${plural(lines.length, 'task')}` : 'Make tasks'}
        </Button>
      </div>
    </div>
  )
}

type Failed = Extract<ReturnType<typeof BulkReceipt.parse>, { status: 'error' }>

async function sendLines(projectId: number, fieldName: string, lines: string[]) {
  const body = lines.map((line) => `${JSON.stringify({ task_spec: [{ [fieldName]: line }] })}\n`).join('')
  const response = await service.createTasks({
    query: { project_id: projectId },
    headers: { 'content-type': 'application/x-ndjson' },
    body,
    signal: AbortSignal.timeout(5 * 60_000),
  })
  const receipts = (await response.text()).split('\n').filter(Boolean)
  const failed: Failed[] = []
  for (const line of receipts) {
    const receipt = BulkReceipt.parse(JSON.parse(line))
    if (receipt.status === 'error') failed.push(receipt)
  }
  return { created: receipts.length - failed.length, failed }
}

function Told({ created, failed }: { created: number; failed: Failed[] }) {
  if (failed.length === 0) return <Note>{plural(created, 'task')} made.</Note>
  return (
    <Note tone="warn" title={`${plural(created, 'task')} made, ${plural(failed.length, 'line')} refused`}>
      <ul className={styles.failed}>
        {failed.slice(0, 20).map((receipt) => (
          <li key={receipt.line}>{receipt.errors[0]?.detail ?? receipt.detail}</li>
        ))}
      </ul>
    </Note>
  )
}
