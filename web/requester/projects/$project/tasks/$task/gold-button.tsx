import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { service } from '../../../../../service/client.ts'
import { ConfirmButton } from '../../../../../ui/confirm.tsx'
import { useSpokenForm } from '../../correction/spoken-form.ts'
import { taskQuery } from '../../queries.ts'
import { opinionOf } from '../../review/choices.ts'
import { summarize } from '../../values.ts'

/** Says that the result of a task is right for certain, so that workers can be measured by it. */
export function GoldButton({ project, task }: { project: Project; task: Task }) {
  const cache = useQueryClient()
  const again = () => cache.invalidateQueries({ queryKey: taskQuery(task.id).queryKey })
  const answer = opinionOf(useSpokenForm(project, task.version), task)
  return (
    <ConfirmButton
      title="Use this task as gold?"
      text={`The right answer is “${summarize(answer, project.output_spec)}”. The task is mixed in unseen among others, and workers are measured by it.`}
      act="Use as gold"
      run={async () => {
        const body = { answer, source: 'dashboard', based_on: task.decided_at } as const
        // Also when it was refused: the result may be somebody else's by now, and the question is then about that.
        await service.markGold({ params: { task_id: task.id }, body }).finally(again)
      }}
      trigger={(open) => (
        <Button variant="default" size="xs" onClick={open}>
          Use as gold…
        </Button>
      )}
    />
  )
}
