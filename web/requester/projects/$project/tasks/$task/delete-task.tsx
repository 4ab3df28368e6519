import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { service } from '../../../../../service/client.ts'
import { ConfirmButton } from '../../../../../ui/confirm.tsx'
import { notifyDone } from '../../../../../ui/notify.ts'
import { taskQuery } from '../../queries.ts'
import { readTaskFilters } from '../filters.ts'

/** For what must not be kept; what is only not needed any more is cancelled. */
export function DeleteTask({ project, task }: { project: Project; task: Task }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  return (
    <ConfirmButton
      title="Delete this task for good?"
      text="Its answers, its result and its history go with it, and its pictures too unless another task shows them. Only a backup brings them back."
      act="Delete the task"
      danger
      run={async () => {
        await service.deleteTask({ params: { task_id: task.id } })
        notifyDone('The task is deleted.')
        await navigate({
          to: '/projects/$project/tasks',
          params: { project: String(project.id) },
          search: readTaskFilters,
        })
        cache.removeQueries({ queryKey: taskQuery(task.id).queryKey })
      }}
      trigger={(open) => (
        <Button variant="default" size="xs" onClick={open}>
          Delete…
        </Button>
      )}
    />
  )
}
