import { Button, Group, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { type ReactNode, useState } from 'react'
import { service } from '../../../../service/client.ts'
import { explain } from '../../../../service/problem.ts'
import { ProblemNote } from '../../../../ui/note.tsx'
import { taskQuery } from '../queries.ts'
import { opinionOf } from '../review/choices.ts'
import { ResultFields } from './result-fields.tsx'
import { useSpokenForm } from './spoken-form.ts'

type Props = {
  project: Project
  task: Task
  /** Under which name the items are sent. */
  sentAs: 'result' | 'answer'
  /** `basedOn`: what was there when the form opened; what somebody else says meanwhile is not overwritten unseen. */
  send: (items: AnswerItem[], basedOn: Task['decided_at']) => Promise<unknown>
  act: string
  leave: string
  close: () => void
  /** Below the fields. */
  children?: (faults: readonly FieldProblem[]) => ReactNode
}

/** What is right about a finished task, as somebody says it who begins with its result. */
export function AnswerForm({ project, task, sentAs, send, act, leave, close, children }: Props) {
  const cache = useQueryClient()
  const form = useSpokenForm(project, task.version)
  const [said, setItems] = useState<AnswerItem[] | null>(null)
  const items = said ?? opinionOf(form, task)
  const [basedOn, setBasedOn] = useState(task.decided_at)
  const request = useMutation({
    mutationFn: () => send(items, basedOn),
    onError: async (error) => {
      if (explain(error).code !== 'changed_meanwhile') return
      const now = await service.readTask({ params: { task_id: task.id } })
      cache.setQueryData(taskQuery(task.id).queryKey, now)
      setBasedOn(now.decided_at)
    },
    onSuccess: close,
    onSettled: () => cache.invalidateQueries({ queryKey: taskQuery(task.id).queryKey }),
  })
  const faults = request.error ? explain(request.error).fields : []
  const onDone = () => {
    if (!request.isPending) request.mutate()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        onDone()
      }}
    >
      <Stack gap="md">
        <ResultFields {...{ form, sentAs, items, faults }} set={setItems} about={{ project, task, onDone }} />
        {children?.(faults)}
        {request.error && faults.length === 0 && <ProblemNote error={request.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            {leave}
          </Button>
          <Button type="submit" loading={request.isPending}>
            {act}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
