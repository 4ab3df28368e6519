import { Button, Group, Modal, Stack, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Project } from '@whisker/api/projects.ts'
import type { WorkerDetail } from '@whisker/api/workers.ts'
import { useState } from 'react'
import { service } from '../../../../../service/client.ts'
import { useForm } from '../../../../../ui/form.tsx'
import { plural } from '../../../../../ui/numbers.ts'
import { workerQuery } from '../../queries.ts'

/** Takes back all answers of a worker, with a reason that they read. */
export function TakeBack({ project, worker }: { project: Project; worker: WorkerDetail }) {
  const name = worker.name || worker.worker_id
  const cache = useQueryClient()
  const [opened, setOpened] = useState(false)
  const form = useForm({
    initial: { reason: '' },
    submit: (body) => service.revertWorker({ params: { project_id: project.id, worker_id: worker.worker_id }, body }),
    done: () => {
      setOpened(false)
      void cache.invalidateQueries({ queryKey: workerQuery(project.id, worker.worker_id).queryKey })
    },
  })
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpened(true)}>
        Take back all answers…
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title={`Take back all answers of ${name}?`}>
        <form onSubmit={form.onSubmit}>
          <Stack gap="md">
            <p>
              {plural(worker.answers.counted, 'answer')} will not count any more, and {name} is paused. Tasks are asked
              again only where the answers of others are too few or leave doubt. There is no way back.
            </p>
            <TextInput label="Why" description="They read it." data-autofocus {...form.text('reason')} />
            {form.problem}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={() => setOpened(false)}>
                Keep as it is
              </Button>
              <Button type="submit" color="red" loading={form.pending}>
                Take the answers back
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
