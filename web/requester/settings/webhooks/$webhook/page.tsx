import { Button } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, useNavigate, useParams } from '@tanstack/react-router'
import type { Webhook } from '@whisker/api/webhooks.ts'
import { useState } from 'react'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { ConfirmButton } from '../../../../ui/confirm.tsx'
import { Icon } from '../../../../ui/icons.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { Note } from '../../../../ui/note.tsx'
import { notifyDone, notifyProblem } from '../../../../ui/notify.ts'
import { Page, Section } from '../../../../ui/page.tsx'
import { webhookQuery, webhooksQuery } from '../../queries.ts'
import { eventWords, WebhookStatus } from '../page.tsx'
import styles from '../webhooks.module.css'
import { Deliveries } from './deliveries.tsx'
import { EditWebhook } from './edit-webhook.tsx'
import { RotateSecret } from './rotate-secret.tsx'

/** /app/settings/webhooks/:id */
export function WebhookPage() {
  const { webhook: id } = useParams({ from: '/inside/settings/webhooks/$webhook' })
  const webhook = useQuery({ ...webhookQuery(id), refetchInterval: 5000 })
  return (
    <Loaded query={webhook} frame={(problem) => <Page title="Webhook">{problem}</Page>}>
      {(data) => <OneWebhook webhook={data} />}
    </Loaded>
  )
}

function OneWebhook({ webhook }: { webhook: Webhook }) {
  const editor = useMay('editor')
  const cache = useQueryClient()
  const [editing, setEditing] = useState(false)
  const params = { webhook_id: webhook.id }
  const test = useMutation({
    mutationFn: () => service.testWebhook({ params }),
    onSuccess: () => {
      void cache.invalidateQueries({ queryKey: keyOf.deliveries(webhook.id) })
      notifyDone('A test event is on its way. It appears in the log below.')
    },
    onError: notifyProblem,
  })
  const enable = useMutation({
    mutationFn: () => service.editWebhook({ params, body: { status: 'enabled', based_on: webhook.updated_at } }),
    onSuccess: (next) => cache.setQueryData(webhookQuery(webhook.id).queryKey, next),
    onError: notifyProblem,
  })
  return (
    <Page
      title={webhook.description || 'Webhook'}
      beside={<WebhookStatus webhook={webhook} />}
      lead={<BackLink />}
      actions={
        editor && (
          <>
            <Button variant="default" loading={test.isPending} onClick={() => test.mutate()}>
              Send a test event
            </Button>
            {!webhook.is_callback && (
              <Button variant="default" onClick={() => setEditing(true)}>
                Edit
              </Button>
            )}
            <RotateSecret webhook={webhook} />
            {!webhook.is_callback && <Delete webhook={webhook} />}
          </>
        )
      }
    >
      {webhook.status === 'disabled' && (
        <Note
          tone="warn"
          title="Nothing is sent to this webhook"
          action={
            editor && (
              <Button size="xs" loading={enable.isPending} onClick={() => enable.mutate()}>
                Enable it again
              </Button>
            )
          }
        >
          {webhook.disabled_reason ?? 'Somebody disabled it.'}
        </Note>
      )}
      <Section title="Endpoint">
        <dl className={styles.facts}>
          <dt>Address</dt>
          <dd>{webhook.url}</dd>
          <dt>Events</dt>
          <dd>{webhook.event_types.length > 1 ? webhook.event_types.join(', ') : eventWords(webhook.event_types)}</dd>
          <dt>Of</dt>
          <dd>
            {webhook.project_id === null ? (
              'All projects of the workspace'
            ) : (
              <Link to="/projects/$project" params={{ project: String(webhook.project_id) }}>
                Project {webhook.project_id}
              </Link>
            )}
            {webhook.is_callback && ', as its callback URL: change it in the settings of the project'}
          </dd>
        </dl>
      </Section>
      <Deliveries webhook={webhook} />
      <EditWebhook webhook={webhook} opened={editing} close={() => setEditing(false)} />
    </Page>
  )
}

function BackLink() {
  return <Link to="/settings/webhooks">All webhooks</Link>
}

function Delete({ webhook }: { webhook: Webhook }) {
  const cache = useQueryClient()
  const navigate = useNavigate()
  return (
    <ConfirmButton
      title="Delete this webhook?"
      text="Nothing is sent to its address any more, and its log is deleted with it."
      act="Delete the webhook"
      danger
      run={async () => {
        await service.deleteWebhook({ params: { webhook_id: webhook.id } })
        await navigate({ to: '/settings/webhooks' })
        cache.removeQueries({ queryKey: keyOf.webhook(webhook.id) })
        await cache.invalidateQueries({ queryKey: webhooksQuery.queryKey })
      }}
      trigger={(open) => (
        <Button variant="default" onClick={open} leftSection={<Icon name="trash" />}>
          Delete
        </Button>
      )}
    />
  )
}
