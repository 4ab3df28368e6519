import { Button, Drawer } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { Age } from '../../../../ui/age.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import { CodeBlock } from '../../../../ui/code.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import { ProblemNote } from '../../../../ui/note.tsx'
import styles from '../webhooks.module.css'
import { attemptWords, stateWords } from './deliveries.tsx'

/** One delivery: what was sent, and every attempt with what the receiver answered. */
export function DeliveryDrawer(props: { webhookId: string; deliveryId: string | null; close: () => void }) {
  return (
    <Drawer opened={props.deliveryId !== null} onClose={props.close} title="Delivery" position="right" size={600}>
      {props.deliveryId && <OneDelivery webhookId={props.webhookId} deliveryId={props.deliveryId} />}
    </Drawer>
  )
}

function OneDelivery({ webhookId, deliveryId }: { webhookId: string; deliveryId: string }) {
  const delivery = useQuery({
    queryKey: ['webhooks', webhookId, 'delivery', deliveryId],
    queryFn: () => service.readDelivery({ params: { webhook_id: webhookId, delivery_id: deliveryId } }),
    refetchInterval: 3000,
  })
  return <Loaded query={delivery}>{(data) => <Details webhookId={webhookId} delivery={data} />}</Loaded>
}

type Delivery = Awaited<ReturnType<typeof service.readDelivery>>

function Details({ webhookId, delivery }: { webhookId: string; delivery: Delivery }) {
  const editor = useMay('editor')
  const cache = useQueryClient()
  const again = useMutation({
    mutationFn: () => service.redeliver({ params: { webhook_id: webhookId, delivery_id: delivery.id } }),
    onSuccess: () => cache.invalidateQueries({ queryKey: ['webhooks', webhookId] }),
  })
  return (
    <>
      <dl className={styles.facts}>
        <dt>Event</dt>
        <dd>{delivery.event_type}</dd>
        <dt>webhook-id</dt>
        <dd>{delivery.event_id}</dd>
        <dt>State</dt>
        <dd>
          <Badge tone={stateWords[delivery.state][0]}>{stateWords[delivery.state][1]}</Badge>
        </dd>
        {delivery.next_attempt_at && delivery.state === 'pending' && (
          <>
            <dt>Next attempt</dt>
            <dd>
              <Age at={delivery.next_attempt_at} />
            </dd>
          </>
        )}
      </dl>
      {editor && (
        <p style={{ margin: '14px 0 0' }}>
          <Button size="xs" variant="default" loading={again.isPending} onClick={() => again.mutate()}>
            Send it again
          </Button>
        </p>
      )}
      {again.error && <ProblemNote error={again.error} />}
      <h3 className={styles.subtitle}>What is sent</h3>
      <CodeBlock code={pretty(delivery.payload)} label="Payload" wrap />
      <h3 className={styles.subtitle}>Attempts</h3>
      {delivery.attempt_log.length === 0 && <p className={styles.quiet}>None yet.</p>}
      {delivery.attempt_log.toReversed().map((attempt) => (
        <div key={`${attempt.attempt} ${attempt.at}`} className={styles.attempt}>
          <div className={styles.attemptHead}>
            <Badge tone={attempt.ok ? 'accent' : 'danger'}>{attempt.ok ? 'Received' : 'Not received'}</Badge>
            <strong>{attemptWords(attempt)}</strong>
            <span className={styles.quiet}>
              {attempt.duration_ms} ms · <Age at={attempt.at} />
            </span>
          </div>
          {attempt.response && (
            <CodeBlock code={attempt.response} label={`Answer to attempt ${attempt.attempt}`} wrap />
          )}
        </div>
      ))}
    </>
  )
}

function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2)
  } catch {
    return payload
  }
}
