import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useMay } from '../../../account/session.ts'
import type { service } from '../../../service/client.ts'
import { Badge } from '../../../ui/badge.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { Loaded } from '../../../ui/loaded.tsx'
import { Page, Section } from '../../../ui/page.tsx'
import table from '../../../ui/table.module.css'
import { usePageTitle } from '../../page-title.ts'
import { webhooksQuery } from '../queries.ts'
import { NewWebhook } from './new-webhook.tsx'
import styles from './webhooks.module.css'

/** /app/settings/webhooks */
export function WebhooksPage() {
  const editor = useMay('editor')
  const webhooks = useQuery({ ...webhooksQuery, refetchInterval: 10_000 })
  const [making, setMaking] = useState(false)
  const add = editor && (
    <Button leftSection={<Icon name="plus" />} onClick={() => setMaking(true)}>
      Add a webhook
    </Button>
  )
  return (
    <Page
      title={usePageTitle()}
      lead="Whisker tells your servers what happens: each event is sent as a signed POST, and again until it is received."
      actions={add}
    >
      <NewWebhook opened={making} close={() => setMaking(false)} />
      <Section flush>
        <Loaded query={webhooks}>
          {({ data }) =>
            data.length === 0 ? (
              <Empty icon="webhook" title="No webhooks yet" action={add}>
                Add an address of yours to get results the moment they are there, without asking for them.
              </Empty>
            ) : (
              <WebhookTable webhooks={data} />
            )
          }
        </Loaded>
      </Section>
    </Page>
  )
}

type Webhook = Awaited<ReturnType<typeof service.listWebhooks>>['data'][number]

function WebhookTable({ webhooks }: { webhooks: Webhook[] }) {
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Address</th>
            <th className={table.hideOnPhone}>Events</th>
            <th>Status</th>
          </tr>
        </thead>
        <tbody>
          {webhooks.map((webhook) => (
            <tr key={webhook.id}>
              <td className={styles.address}>
                <Link to="/settings/webhooks/$webhook" params={{ webhook: webhook.id }} className={styles.link}>
                  {webhook.url}
                </Link>
                <span className={styles.description}>
                  {webhook.is_callback ? `Callback of project ${webhook.project_id}` : webhook.description}
                </span>
              </td>
              <td className={`${table.tight} ${table.hideOnPhone}`}>{eventWords(webhook.event_types)}</td>
              <td className={table.tight}>
                <WebhookStatus webhook={webhook} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

export function eventWords(types: readonly string[]): string {
  if (types.length === 0) return 'All events'
  return types.length === 1 ? types[0]! : `${types.length} types of event`
}

export function WebhookStatus({ webhook }: { webhook: Pick<Webhook, 'status'> }) {
  return webhook.status === 'enabled' ? <Badge tone="accent">Enabled</Badge> : <Badge tone="danger">Disabled</Badge>
}
