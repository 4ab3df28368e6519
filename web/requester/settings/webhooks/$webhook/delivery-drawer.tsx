import { Drawer } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { DeliveryDetail, Webhook } from '@whisker/api/webhooks.ts'
import { useMay } from '../../../../account/session.ts'
import { service } from '../../../../service/client.ts'
import { keyOf } from '../../../../service/query-keys.ts'
import { Age } from '../../../../ui/age.tsx'
import { Badge } from '../../../../ui/badge.tsx'
import { CodeBlock } from '../../../../ui/code.tsx'
import { Loaded } from '../../../../ui/loaded.tsx'
import styles from '../webhooks.module.css'
import { attemptWords, stateWords } from './delivery-words.ts'
import { Redeliver } from './redeliver.tsx'

/** One delivery: what is sent, and every attempt with what the receiver answered. */
export function DeliveryDrawer(props: { webhook: Webhook; deliveryId: string | null; close: () => void }) {
  return (
    <Drawer opened={props.deliveryId !== null} onClose={props.close} title="Delivery" position="right" size={600}>
      {props.deliveryId && <OneDelivery webhook={props.webhook} deliveryId={props.deliveryId} />}
    </Drawer>
  )
}

function OneDelivery({ webhook, deliveryId }: { webhook: Webhook; deliveryId: string }) {
  const delivery = useQuery({
    queryKey: keyOf.delivery(webhook.id, deliveryId),
    queryFn: () => service.readDelivery({ params: { webhook_id: webhook.id, delivery_id: deliveryId } }),
    refetchInterval: 3000,
  })
  return <Loaded query={delivery}>{(data) => <Details webhook={webhook} delivery={data} />}</Loaded>
}

function Details({ webhook, delivery }: { webhook: Webhook; delivery: DeliveryDetail }) {
  const editor = useMay('editor')
  return (
    <>
      <dl className={styles.facts}>
        <dt>Event</dt>
        <dd>{delivery.event_type}</dd>
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
        <p className={styles.againLine}>
          <Redeliver webhookId={webhook.id} deliveryId={delivery.id} />
        </p>
      )}
      <h3 className={styles.subtitle}>Request</h3>
      <CodeBlock code={requestOf(webhook, delivery)} label="Request" wrap />
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
          {attempt.explanation && <p className={styles.explanation}>{attempt.explanation}</p>}
          {attempt.response && (
            <CodeBlock code={attempt.response} label={`Answer to attempt ${attempt.attempt}`} wrap />
          )}
          {!attempt.response && attempt.status !== null && <p className={styles.quiet}>The answer was empty.</p>}
        </div>
      ))}
    </>
  )
}

/** The request as the receiver sees it. Time and signature are those of each attempt, so they are not the same twice. */
function requestOf(webhook: Webhook, delivery: DeliveryDetail): string {
  const { last_attempt: last } = delivery
  return [
    `POST ${webhook.url}`,
    'content-type: application/json',
    `webhook-id: ${delivery.event_id}`,
    `webhook-timestamp: ${last ? Math.floor(Date.parse(last.at) / 1000) : '(of the attempt)'}`,
    'webhook-signature: v1,(made with your secret)',
    '',
    pretty(delivery.payload),
  ].join('\n')
}

function pretty(payload: string): string {
  try {
    return JSON.stringify(JSON.parse(payload), null, 2)
  } catch {
    return payload
  }
}
