import { Button, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { useState } from 'react'
import { service } from '../../../../../service/client.ts'
import { faultOf } from '../../../../../service/problem.ts'
import { AnswerDialog } from '../../correction/answer-dialog.tsx'
import { AnswerForm } from '../../correction/answer-form.tsx'
import { taskQuery } from '../../queries.ts'

/** A reviewer's word on a finished task. */
export function Correct({ project, task }: { project: Project; task: Task }) {
  const [opened, setOpened] = useState(false)
  const close = () => setOpened(false)
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpened(true)}>
        Correct the result…
      </Button>
      <AnswerDialog {...{ project, opened, close }} title="What is the right result?">
        <CorrectionForm {...{ project, task, close }} />
      </AnswerDialog>
    </>
  )
}

function CorrectionForm({ project, task, close }: { project: Project; task: Task; close: () => void }) {
  const cache = useQueryClient()
  const [comment, setComment] = useState('')
  return (
    <AnswerForm
      {...{ project, task, close }}
      sentAs="result"
      act="Correct the result"
      leave="Keep as it is"
      send={async (result, basedOn) => {
        const body = { result, comment: comment.trim(), based_on: basedOn }
        const next = await service.correctTask({ params: { task_id: task.id }, body })
        cache.setQueryData(taskQuery(task.id).queryKey, next)
      }}
    >
      {(faults) => (
        <TextInput
          label="Why (optional)"
          description="For whoever looks at this task later."
          value={comment}
          onChange={(event) => setComment(event.currentTarget.value)}
          error={faultOf(faults, '/comment')}
        />
      )}
    </AnswerForm>
  )
}
