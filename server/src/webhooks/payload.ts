import type { EventType } from '@whisker/api/events.ts'

/** An event's row, as far as its receivers are told. */
export type SentEvent = { type: EventType; created_at: string; data: Record<string, unknown> }

/**
 * The body of every delivery of this event, in the form of the Standard Webhooks specification: the event of
 * `GET /events`, whose `id` travels in the header `webhook-id`.
 *
 * The same bytes on each try, though nothing stores them: `data` is jsonb, which has one order of keys, and an event is
 * never changed.
 */
export function payloadOf({ type, created_at, data }: SentEvent): string {
  return JSON.stringify({ type, timestamp: created_at, data })
}
