import { Button } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { Link } from '@tanstack/react-router'
import type { Webhook } from '@whisker/api/webhooks.ts'
import { useState } from 'react'
import { useMay } from '../../../account/session.ts'
import { Badge } from '../../../ui/badge.tsx'
import type { Columns } from '../../../ui/data-table.tsx'
import { Empty } from '../../../ui/empty.tsx'
import { Icon } from '../../../ui/icons.tsx'
import { ListTable } from '../../../ui/list-table.tsx'
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
        <ListTable
          query={webhooks}
          columns={columns}
          keyOf={({ id }) => id}
          none={
            <Empty icon="webhook" title="No webhooks yet" action={add}>
              Add an address of yours to get results the moment they are there, without asking for them.
            </Empty>
          }
        />
      </Section>
    </Page>
  )
}

const columns: Columns<Webhook> = [
  {
    head: 'Address',
    className: `${table.linked} ${styles.address}`,
    cell: ({ id, url, is_callback, project_id, description }) => (
      <>
        <Link to="/settings/webhooks/$webhook" params={{ webhook: id }} className={table.rowLink}>
          {url}
        </Link>
        <span className={styles.description}>{is_callback ? `Callback of project ${project_id}` : description}</span>
      </>
    ),
  },
  { head: 'Events', fit: 'tight', wide: true, cell: (webhook) => eventWords(webhook.event_types) },
  { head: 'Status', fit: 'tight', cell: (webhook) => <WebhookStatus webhook={webhook} /> },
]

export function eventWords(types: readonly string[]): string {
  if (types.length === 0) return 'All events'
  return types.length === 1 ? types[0]! : `${types.length} types of event`
}

export function WebhookStatus({ webhook }: { webhook: Pick<Webhook, 'status'> }) {
  return webhook.status === 'enabled' ? <Badge tone="accent">Enabled</Badge> : <Badge tone="danger">Disabled</Badge>
}
