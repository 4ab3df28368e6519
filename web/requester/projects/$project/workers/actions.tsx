import { Button, Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ProjectWorker } from '@whisker/api/workers.ts'
import { service } from '../../../../service/client.ts'
import { ConfirmButton } from '../../../../ui/confirm.tsx'
import { notifyProblem } from '../../../../ui/notify.ts'
import { workersQuery } from '../queries.ts'
import { ReasonButton } from './reason-button.tsx'

/** Pause and remove a worker, or bring them back. */
export function WorkerActions({ projectId, worker }: { projectId: number; worker: ProjectWorker }) {
  const cache = useQueryClient()
  const name = worker.name || 'this worker'
  const params = { project_id: projectId, worker_id: worker.worker_id }
  const changed = () => cache.invalidateQueries({ queryKey: workersQuery(projectId).queryKey })
  const back = useMutation({
    mutationFn: () => (worker.removed ? service.restoreWorker({ params }) : service.resumeWorker({ params })),
    onSuccess: changed,
    onError: notifyProblem,
  })
  if (worker.removed || worker.paused_at)
    return (
      <Button variant="default" size="xs" loading={back.isPending} onClick={() => back.mutate()}>
        {worker.removed ? 'Let in again' : 'Give tasks again'}
      </Button>
    )
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      <ReasonButton
        button="Pause…"
        title={`Pause ${name}?`}
        text="They get no more tasks of this project until you give them some again. What they hold can be answered."
        act="Pause"
        run={(body) => service.pauseWorker({ params, body })}
        done={changed}
      />
      <ConfirmButton
        title={`Remove ${name} from this project?`}
        text="They find the project no more, and what they hold is offered to others. Their answers stay. You can let them in again."
        act="Remove"
        danger
        run={() => service.removeWorker({ params }).then(changed)}
        trigger={(open) => (
          <Button variant="default" size="xs" onClick={open}>
            Remove…
          </Button>
        )}
      />
    </Group>
  )
}
