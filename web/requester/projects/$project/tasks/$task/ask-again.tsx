import { Button, Group, Modal, NumberInput, Stack } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Task } from '@whisker/api/tasks.ts'
import { useState } from 'react'
import { service } from '../../../../../service/client.ts'
import { useForm } from '../../../../../ui/form.tsx'
import { plural } from '../../../../../ui/numbers.ts'
import { taskQuery } from '../../queries.ts'

/** More people for a finished task: "I do not believe this yet". */
export function AskAgain({ task }: { task: Task }) {
  const cache = useQueryClient()
  const [opened, setOpened] = useState(false)
  const form = useForm({
    initial: { count: 2 },
    submit: ({ count }) => service.askAgain({ params: { task_id: task.id }, body: { count } }),
    done: (next) => {
      cache.setQueryData(taskQuery(task.id).queryKey, next)
      void cache.invalidateQueries({ queryKey: taskQuery(task.id).queryKey })
      setOpened(false)
    },
  })
  return (
    <>
      <Button variant="default" size="xs" onClick={() => setOpened(true)}>
        Ask again…
      </Button>
      <Modal opened={opened} onClose={() => setOpened(false)} title="Ask more people about this task?">
        <form onSubmit={form.onSubmit}>
          <Stack gap="md">
            <p>
              It is open again until these answers are in, from people who have not answered it yet. The result of the{' '}
              {plural(task.answers, 'answer')} so far stays until then.
            </p>
            <NumberInput
              label="How many more answers"
              min={1}
              max={50}
              allowDecimal={false}
              clampBehavior="none"
              value={form.values.count}
              onChange={(value) => form.set('count', Number(value))}
              error={form.fault('count')}
              data-autofocus
            />
            {form.problem}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" onClick={() => setOpened(false)}>
                Keep as it is
              </Button>
              <Button type="submit" loading={form.pending}>
                Ask again
              </Button>
            </Group>
          </Stack>
        </form>
      </Modal>
    </>
  )
}
