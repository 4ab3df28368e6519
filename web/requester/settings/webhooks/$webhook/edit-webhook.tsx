import { Button, Group, Modal, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import type { Webhook } from '@whisker/api/webhooks.ts'
import { service } from '../../../../service/client.ts'
import { useForm } from '../../../../ui/form.tsx'
import { useMerging } from '../../../merging/use-merging.tsx'
import { webhookQuery } from '../../queries.ts'
import { EventTypes } from '../event-types.tsx'
import styles from '../webhooks.module.css'

export function EditWebhook(props: { webhook: Webhook; opened: boolean; close: () => void }) {
  return (
    <Modal opened={props.opened} onClose={props.close} title="Edit the webhook">
      <EditForm webhook={props.webhook} close={props.close} />
    </Modal>
  )
}

function EditForm({ webhook, close }: { webhook: Webhook; close: () => void }) {
  const cache = useQueryClient()
  const params = { webhook_id: webhook.id }
  const { save, dialog } = useMerging(webhook, settingsOf)
  const form = useForm({
    initial: settingsOf(webhook),
    submit: (values) =>
      save(values, {
        read: () => service.readWebhook({ params }),
        send: (changes, { updated_at }) => service.editWebhook({ params, body: { ...changes, based_on: updated_at } }),
      }),
    done: (next) => {
      if (next === 'cancelled') return
      cache.setQueryData(webhookQuery(webhook.id).queryKey, next)
      close()
    },
  })
  return (
    <form className={styles.form} onSubmit={form.onSubmit} noValidate>
      <TextInput label="Address" type="url" required withAsterisk={false} {...form.text('url')} />
      <TextInput label="Description" {...form.text('description')} />
      <EventTypes
        value={form.values.event_types}
        onChange={(types) => form.set('event_types', types)}
        error={form.fault('event_types')}
      />
      {form.problem}
      {dialog}
      <Group justify="flex-end">
        <Button type="submit" loading={form.pending}>
          Save
        </Button>
      </Group>
    </form>
  )
}

type Settings = Pick<Webhook, 'url' | 'description' | 'event_types'>

function settingsOf({ url, description, event_types }: Settings): Settings {
  return { url, description, event_types }
}
