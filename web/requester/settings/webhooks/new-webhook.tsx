import { Button, Group, Modal, Select, TextInput } from '@mantine/core'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import type { EventType } from '@whisker/api/events.ts'
import { useState } from 'react'
import { service } from '../../../service/client.ts'
import { Copyable } from '../../../ui/copy.tsx'
import { useForm } from '../../../ui/form.tsx'
import { Note } from '../../../ui/note.tsx'
import { projectsQuery } from '../../projects/queries.ts'
import { webhooksQuery } from '../queries.ts'
import { EventTypes } from './event-types.tsx'
import styles from './webhooks.module.css'

/** Makes a webhook and shows its secret, this once. */
export function NewWebhook({ opened, close }: { opened: boolean; close: () => void }) {
  const [secret, setSecret] = useState<string | null>(null)
  const done = () => {
    setSecret(null)
    close()
  }
  return (
    <Modal
      opened={opened}
      onClose={done}
      title={secret ? 'The secret of this webhook' : 'Add a webhook'}
      closeOnClickOutside={secret === null}
      closeOnEscape={secret === null}
    >
      {secret ? <ShowSecret secret={secret} done={done} /> : <WebhookForm made={setSecret} />}
    </Modal>
  )
}

export function ShowSecret({ secret, done }: { secret: string; done: () => void }) {
  return (
    <div className={styles.reveal}>
      <Copyable value={secret} label="Secret" secret />
      <Note tone="warn">
        Copy it now; it is not shown again. With it your server checks that an event is from Whisker: every library for
        Standard Webhooks takes it as it is.
      </Note>
      <Group justify="flex-end">
        <Button onClick={done}>I have copied it</Button>
      </Group>
    </div>
  )
}

const all = 'all'

function WebhookForm({ made }: { made: (secret: string) => void }) {
  const cache = useQueryClient()
  const projects = useQuery(projectsQuery())
  const form = useForm({
    initial: { url: '', description: '', project_id: all, event_types: [] as EventType[] },
    submit: ({ project_id, ...values }) =>
      service.createWebhook({ body: { ...values, project_id: project_id === all ? null : Number(project_id) } }),
    done: ({ secret }) => {
      void cache.invalidateQueries({ queryKey: webhooksQuery.queryKey })
      if (secret) made(secret)
    },
  })
  return (
    <form className={styles.form} onSubmit={form.onSubmit} noValidate>
      <TextInput
        label="Address"
        type="url"
        placeholder="https://example.org/whisker"
        required
        withAsterisk={false}
        data-autofocus
        {...form.text('url')}
      />
      <TextInput label="Description" placeholder="Optional" {...form.text('description')} />
      <Select
        label="Project"
        searchable
        data={[
          { value: all, label: 'All projects of the workspace' },
          ...(projects.data?.data ?? []).map(({ id, title }) => ({ value: String(id), label: `${title} (${id})` })),
        ]}
        value={form.values.project_id}
        onChange={(value) => form.set('project_id', value ?? all)}
        error={form.fault('project_id')}
      />
      <EventTypes
        value={form.values.event_types}
        onChange={(types) => form.set('event_types', types)}
        error={form.fault('event_types')}
      />
      {form.problem}
      <Group justify="flex-end">
        <Button type="submit" loading={form.pending}>
          Add the webhook
        </Button>
      </Group>
    </form>
  )
}
