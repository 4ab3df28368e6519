import { Button, Text } from '@mantine/core'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { useState } from 'react'
import { service } from '../../../../../service/client.ts'
import { AnswerDialog } from '../../correction/answer-dialog.tsx'
import { AnswerForm } from '../../correction/answer-form.tsx'

/** Says what is right for certain, so that workers can be measured by it. */
export function GoldButton({ project, task }: { project: Project; task: Task }) {
  const [opened, setOpened] = useState(false)
  const close = () => setOpened(false)
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpened(true)}>
        Use as gold…
      </Button>
      <AnswerDialog {...{ project, opened, close }} title="Use this task as gold?">
        <Text size="sm" mb="md">
          The task is mixed in unseen among others, and workers are measured by what you say here is right.
        </Text>
        <AnswerForm
          {...{ project, task, close }}
          sentAs="answer"
          act="Use as gold"
          leave="Leave it as it is"
          send={(answer, basedOn) =>
            service.markGold({
              params: { task_id: task.id },
              body: { answer, source: 'dashboard', based_on: basedOn },
            })
          }
        />
      </AnswerDialog>
    </>
  )
}
