import { setTimeout as sleep } from 'node:timers/promises'
import type { Server } from '../context.ts'
import { inBatches } from '../database/batches.ts'
import { postWebhook, webhookTimeoutMs } from '../egress/post-webhook.ts'
import { nextAttemptDelayMs } from '../egress/retry-schedule.ts'
import { signWebhook } from '../egress/webhook-signature.ts'
import { eventId } from '../events/event-id.ts'
import { type ClaimedDelivery, claimDue, type Places } from './claim.ts'
import { payloadOf } from './payload.ts'
import { type Delivered, recordDelivered } from './record-delivered.ts'
import { type DisabledWebhook, giveBack, type Outcome, recordFailure } from './record-failure.ts'

/**
 * Sends of one process that are under way at a time. Endpoints whose last attempt failed share a pool of their own: a
 * hanging one holds its four places for 15 seconds, again and again, and enough of them would take every place. From its
 * first failure on, such an endpoint can delay only others that fail.
 */
const placesOfProcess: Places = { healthy: 256, failing: 64 }

export type Sender = {
  /** Claims what is due and begins to send it; does not wait for the answers. @returns how many were begun. */
  sendDue: () => Promise<number>
  /** Lets what is under way finish for `patienceMs`, breaks off the rest, and resolves when no row is held any more. */
  drain: (patienceMs: number) => Promise<void>
}

export type SenderOptions = {
  /** Called when a place has become free: there may be more to send. */
  onFree?: () => void
  /** Called when an endpoint has been given up. */
  onDisabled?: (webhook: DisabledWebhook) => Promise<void>
  /** Of one whole exchange; the default is that of postWebhook. */
  timeoutMs?: number
  places?: Places
}

/** Sends deliveries of all workspaces. Any number of servers may do so on one database. */
export function createSender(server: Pick<Server, 'sql' | 'egress' | 'log'>, options: SenderOptions = {}): Sender {
  const { onFree = () => {}, onDisabled = async () => {}, timeoutMs } = options
  const { sql, log } = server
  const free = { ...(options.places ?? placesOfProcess) }
  const underWay = new Set<Promise<void>>()
  const stop = new AbortController()
  let isStopping = false
  const record = inBatches({
    run: (many: Delivered[]) => recordDelivered(sql, many),
    keyOf: ({ delivery }) => delivery.id,
    groupOf: ({ delivery }) => delivery.webhook_id,
  })

  /** @returns what the place at the endpoint goes on with */
  async function send(delivery: ClaimedDelivery): Promise<ClaimedDelivery | null> {
    const outcome = await attempt(delivery)
    if (outcome === 'aborted') await giveBack(sql, delivery)
    // While others wait for a place in this process it goes round the webhooks; one that has been failing goes to the well.
    else if (outcome.ok)
      return record({ delivery, outcome, goesOn: !isStopping && !delivery.failing && free.healthy > 0 })
    else {
      const disabled = await recordFailure(sql, delivery, outcome)
      if (disabled) await onDisabled(disabled)
    }
    return null
  }

  async function sendOn(first: ClaimedDelivery): Promise<void> {
    for (let delivery: ClaimedDelivery | null = first; delivery; ) {
      const { webhook_id, id } = delivery
      delivery = await send(delivery).catch((error: unknown) => {
        // The receiver may have it, and will get it again when the lease has run out.
        log.warn({ err: error, webhook_id, delivery_id: id }, 'the outcome of a webhook could not be recorded')
        return null
      })
    }
  }

  async function attempt(delivery: ClaimedDelivery): Promise<Outcome | 'aborted'> {
    const body = payloadOf(delivery)
    try {
      const headers = signWebhook({
        id: eventId(delivery.event_project_id, delivery.event_id),
        timestampS: Math.floor(Date.parse(delivery.sent_at) / 1000),
        body,
        secrets: delivery.secrets,
      })
      const sent = await postWebhook(delivery.url, {
        headers: { ...headers },
        body,
        policy: server.egress,
        signal: stop.signal,
        ...(timeoutMs !== undefined && { totalTimeoutMs: timeoutMs }),
      })
      if (sent.failure === 'aborted') return 'aborted'
      if (sent.secret) {
        log.warn({ webhook_id: delivery.webhook_id, ...sent.secret }, 'a webhook to an internal address failed')
        // Told after the same time whatever happened: how long it took would say whether anything listens there.
        const restMs = (timeoutMs ?? webhookTimeoutMs) - sent.secret.durationMs
        await sleep(Math.max(0, restMs), undefined, { signal: stop.signal, ref: false }).catch(() => {})
      }
      const { ok, status, failure, durationMs, responseBody: response, detail: explanation, retryAfterS } = sent
      const nextDelayMs = ok ? null : nextAttemptDelayMs(delivery.attempts + 1, { retryAfterS })
      return { ok, status, failure, durationMs, response, explanation, nextDelayMs }
    } catch (error) {
      // A fault of ours. It counts as an attempt, or the delivery would come back for ever.
      log.error(
        { err: error, webhook_id: delivery.webhook_id, delivery_id: delivery.id },
        'a webhook could not be sent',
      )
      const nextDelayMs = nextAttemptDelayMs(delivery.attempts + 1)
      return {
        ...{ ok: false, status: null, failure: 'internal', durationMs: 0, response: '', nextDelayMs },
        explanation:
          'A fault of Whisker, not of your endpoint: the event could not be sent. It is tried again; if that does not help, ask the operator to look at the log.',
      }
    }
  }

  function begin(delivery: ClaimedDelivery): void {
    const pool = delivery.failing ? 'failing' : 'healthy'
    free[pool]--
    const sending = sendOn(delivery).finally(() => {
      free[pool]++
      underWay.delete(sending)
      if (!stop.signal.aborted) onFree()
    })
    underWay.add(sending)
  }

  return {
    sendDue: async () => {
      if (stop.signal.aborted || (free.healthy === 0 && free.failing === 0)) return 0
      const claimed = await claimDue(sql, free)
      for (const delivery of claimed) begin(delivery)
      return claimed.length
    },
    drain: async (patienceMs) => {
      isStopping = true
      const timer = setTimeout(() => stop.abort(), patienceMs)
      await Promise.all(underWay)
      clearTimeout(timer)
      stop.abort()
    },
  }
}
