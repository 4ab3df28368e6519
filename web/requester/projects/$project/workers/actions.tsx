import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ProjectWorker } from '@whisker/api/workers.ts'
import { useState } from 'react'
import { service } from '../../../../service/client.ts'
import { ConfirmButton } from '../../../../ui/confirm.tsx'
import { useForm } from '../../../../ui/form.tsx'
import { notifyProblem } from '../../../../ui/notify.ts'
import { workersQuery } from '../queries.ts'

/** Pause and remove a worker, or bring them back. */
export function WorkerActions({ projectId, worker }: { projectId: number; worker: ProjectWorker }) {
  const cache = useQueryClient()
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
      <Pause name={worker.name || 'this worker'} params={params} changed={changed} />
      <ConfirmButton
        title={`Remove ${worker.name || 'this worker'} from this project?`}
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

function Pause(props: {
  name: string
  params: { project_id: number; worker_id: string }
  changed: () => Promise<unknown>
}) {
  const [opened, setOpened] = useState(false)
  const form = useForm({
    initial: { reason: '' },
    submit: (body) => service.pauseWorker({ params: props.params, body }),
    done: () => {
      setOpened(false)
      void props.changed()
    },
  })
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpened(true)}>
        Pause…
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`Pause ${props.name}?`}>
        <form onSubmit={form.onSubmit}>
          <Stack gap="md">
            <p>
              They get no more tasks of this project until you give them some again. What they hold can be answered.
            </p>
            <TextInput label="Why" description="They read it." data-autofocus {...form.text('reason')} />
            {form.problem}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={() => setOpened(false)}>
                Keep as it is
              </Button>
              <Button type="submit" loading={form.pending}>
                Pause
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
