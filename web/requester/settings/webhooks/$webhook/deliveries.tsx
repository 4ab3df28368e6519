import { Button, Select } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { Webhook } from '@whisker/api/webhooks.ts'
import { useState } from 'react'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { Age } from '../../../../ui/age.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import { Empty } from '../../../../ui/empty.tsx'
import { Pending } from '../../../../ui/loaded.tsx'
import { ProblemNote } from '../../../../ui/note.tsx'
import { Section } from '../../../../ui/page.tsx'
import table from '../../../../ui/table.module.css'
import styles from '../webhooks.module.css'
import { DeliveryDrawer } from './delivery-drawer.tsx'
import { attemptWords, type State, states, stateWords } from './delivery-words.ts'
import { Redeliver } from './redeliver.tsx'

/** The log of what was sent, newest first, with what became of it. */
export function Deliveries({ webhook }: { webhook: Webhook }) {
  const webhookId = webhook.id
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
  const rows = log.data?.pages.flatMap((page) => page.data) ?? []
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
      {log.isPending && <Pending rows={4} />}
      {log.error && !log.data && <ProblemNote error={log.error} retry={() => void log.refetch()} />}
      {log.data && rows.length === 0 && (
        <Empty icon="webhook" title={state ? 'No such deliveries' : 'Nothing has been sent yet'}>
          {state ? 'Choose another state above.' : 'Send a test event to see whether your server receives it.'}
        </Empty>
      )}
      {rows.length > 0 && <DeliveryTable rows={rows} open={setOpened} />}
      {log.hasNextPage && (
        <div className={styles.more}>
          <Button size="xs" variant="default" loading={log.isFetchingNextPage} onClick={() => log.fetchNextPage()}>
            Show older ones
          </Button>
        </div>
      )}
      <DeliveryDrawer webhook={webhook} deliveryId={opened} close={() => setOpened(null)} />
    </Section>
  )
}

type Delivery = Awaited<ReturnType<typeof service.listDeliveries>>['data'][number]

function DeliveryTable({ rows, open }: { rows: Delivery[]; open: (id: string) => void }) {
  const editor = useMay('editor')
  return (
    <div className={table.frame}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>Event</th>
            <th>State</th>
            <th className={table.hideOnPhone}>Last answer</th>
            <th className={`${table.number} ${table.hideOnPhone}`}>Attempts</th>
            <th className={table.number}>When</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((delivery) => (
            <DeliveryRows key={delivery.id} delivery={delivery} open={open} editor={editor} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** One delivery; below it, where it has not arrived: why, what to do, and the button that tries again. */
function DeliveryRows(props: { delivery: Delivery; open: (id: string) => void; editor: boolean }) {
  const { delivery } = props
  const failing = delivery.state !== 'delivered' && delivery.last_attempt?.ok === false
  return (
    <>
      <tr className={styles.deliveryRow} data-failing={failing || undefined}>
        <td>
          <button type="button" className={styles.rowButton} onClick={() => props.open(delivery.id)}>
            {delivery.event_type}
          </button>
        </td>
        <td className={table.tight}>
          <Badge tone={stateWords[delivery.state][0]}>{stateWords[delivery.state][1]}</Badge>
        </td>
        <td className={`${table.tight} ${table.hideOnPhone}`}>{attemptWords(delivery.last_attempt)}</td>
        <td className={`${table.number} ${table.hideOnPhone}`}>{delivery.attempts}</td>
        <td className={`${table.number} ${table.quiet}`}>
          <Age at={delivery.created_at} />
        </td>
      </tr>
      {failing && (
        <tr>
          <td colSpan={5}>
            <div className={styles.failure}>
              <p className={styles.explanation}>
                {delivery.last_attempt?.explanation ?? `Not received: ${attemptWords(delivery.last_attempt)}.`}
              </p>
              {props.editor && <Redeliver webhookId={delivery.webhook_id} deliveryId={delivery.id} />}
            </div>
          </td>
        </tr>
      )}
    </>
  )
}
