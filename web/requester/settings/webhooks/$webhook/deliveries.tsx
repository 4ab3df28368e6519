import { Select } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Delivery, Webhook } from '@whisker/api/webhooks.ts'
import { useState } from 'react'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { Age } from '../../../../ui/age.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import type { Columns } from '../../../../ui/data-table.tsx'
import { Empty } from '../../../../ui/empty.tsx'
import { ListTable, ShowMore } from '../../../../ui/list-table.tsx'
import { Section } from '../../../../ui/page.tsx'
import styles from '../webhooks.module.css'
import { DeliveryDrawer } from './delivery-drawer.tsx'
import { attemptWords, type State, states, stateWords } from './delivery-words.ts'
import { Redeliver } from './redeliver.tsx'

/** The log of what was sent, newest first, with what became of it. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const webhookId = webhook.id
  const editor = useMay('editor')
  const [state, setState] = useState<State | null>(null)
  const [opened, setOpened] = useState<string | null>(null)
  const log = useInfiniteQuery({
    queryKey: keyOf.deliveriesIn(webhookId, state),
    queryFn: ({ pageParam }) =>
      service.listDeliveries({
        params: { webhook_id: webhookId },
        query: { limit: 50, ...(state && { state }), ...(pageParam && { after: pageParam }) },
      }),
    initialPageParam: '',
    getNextPageParam: (page) => page.next,
    // One page is looked at again and again; who has gone further back reads history, which does not change.
    refetchInterval: (query) => ((query.state.data?.pages.length ?? 0) > 1 ? false : 3000),
  })
  return (
    <Section
      title="Deliveries"
      flush
      actions={
        <Select
          w={150}
          aria-label="Which deliveries"
          value={state ?? 'all'}
          onChange={(value) => setState(states.find((known) => known === value) ?? null)}
          data={[
            { value: 'all', label: 'All of them' },
            ...states.map((value) => ({ value, label: stateWords[value][1] })),
          ]}
        />
      }
    >
      <ListTable
        query={log}
        pending={4}
        columns={columnsThatOpen(setOpened)}
        keyOf={({ id }) => id}
        under={(delivery) =>
          delivery.state !== 'delivered' &&
          delivery.last_attempt?.ok === false && <Failure delivery={delivery} editor={editor} />
        }
        none={
          <Empty icon="webhook" title={state ? 'No such deliveries' : 'Nothing has been sent yet'}>
            {state ? 'Choose another state above.' : 'Send a test event to see whether your server receives it.'}
          </Empty>
        }
      />
      <ShowMore query={log}>Show older ones</ShowMore>
      <DeliveryDrawer webhook={webhook} deliveryId={opened} close={() => setOpened(null)} />
    </Section>
  )
}

function columnsThatOpen(open: (id: string) => void): Columns<Delivery> {
  return [
    {
      head: 'Event',
      cell: ({ id, event_type }) => (
        <button type="button" className={styles.rowButton} onClick={() => open(id)}>
          {event_type}
        </button>
      ),
    },
    {
      head: 'State',
      fit: 'tight',
      cell: ({ state }) => <Badge tone={stateWords[state][0]}>{stateWords[state][1]}</Badge>,
    },
    { head: 'Last answer', fit: 'tight', wide: true, cell: (delivery) => attemptWords(delivery.last_attempt) },
    { head: 'Attempts', fit: 'figure', wide: true, cell: ({ attempts }) => attempts },
    { head: 'When', fit: 'figure', quiet: true, cell: (delivery) => <Age at={delivery.created_at} /> },
  ]
}

/** Why a delivery has not arrived, what to do, and the button that tries again. */
function Failure({ delivery, editor }: { delivery: Delivery; editor: boolean }) {
  return (
    <div className={styles.failure}>
      <p className={styles.explanation}>
        {delivery.last_attempt?.explanation ?? `Not received: ${attemptWords(delivery.last_attempt)}.`}
      </p>
      {editor && <Redeliver webhookId={delivery.webhook_id} deliveryId={delivery.id} />}
    </div>
  )
}
