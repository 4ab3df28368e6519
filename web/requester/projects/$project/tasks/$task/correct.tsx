import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { useState } from 'react'
import { service } from '../../../../../service/client.ts'
import { explain, faultOf } from '../../../../../service/problem.ts'
import { ProblemNote } from '../../../../../ui/note.tsx'
import { ResultFields } from '../../correction/result-fields.tsx'
import { useSpokenForm } from '../../correction/spoken-form.ts'
import { taskQuery } from '../../queries.ts'
import { opinionOf } from '../../review/choices.ts'

/** A reviewer's word on a finished task. */
export function Correct({ project, task }: { project: Project; task: Task }) {
  const [opened, setOpened] = useState(false)
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpened(true)}>
        Correct the result…
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="What is the right result?">
        <CorrectionForm project={project} task={task} close={() => setOpened(false)} />
      </Modal>
    </>
  )
}

function CorrectionForm({ project, task, close }: { project: Project; task: Task; close: () => void }) {
  const cache = useQueryClient()
  const form = useSpokenForm(project, task.version)
  const [said, setItems] = useState<AnswerItem[] | null>(null)
  const items = said ?? opinionOf(form, task)
  const [comment, setComment] = useState('')
  // What was there when the form opened: what somebody else says meanwhile is not overwritten unseen.
  const [basedOn, setBasedOn] = useState(task.decided_at)
  const params = { task_id: task.id }
  const request = useMutation({
    mutationFn: () =>
      service.correctTask({ params, body: { result: items, comment: comment.trim(), based_on: basedOn } }),
    onError: async (error) => {
      if (explain(error).code !== 'changed_meanwhile') return
      const now = await service.readTask({ params })
      cache.setQueryData(taskQuery(task.id).queryKey, now)
      setBasedOn(now.decided_at)
    },
    onSuccess: (next) => {
      cache.setQueryData(taskQuery(task.id).queryKey, next)
      void cache.invalidateQueries({ queryKey: taskQuery(task.id).queryKey })
      close()
    },
  })
  const faults = request.error ? explain(request.error).fields : []
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        if (!request.isPending) request.mutate()
      }}
    >
      <Stack gap="md">
        <ResultFields form={form} items={items} set={setItems} faults={faults} />
        <TextInput
          label="Why (optional)"
          description="For whoever looks at this task later."
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
          error={faultOf(faults, '/comment')}
        />
        {request.error && faults.length === 0 && <ProblemNote error={request.error} />}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={close}>
            Keep as it is
          </Button>
          <Button type="submit" loading={request.isPending}>
            Correct the result
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
