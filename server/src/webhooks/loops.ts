import type { Server } from '../context.ts'
import { type Loop, startLoop } from '../jobs/loop.ts'
import { fanOut } from './fan-out.ts'
import { createSender } from './sender.ts'
import { tellOwners } from './tell-owners.ts'

const everyMs = 500
/** A stopping server waits this long for endpoints that are slow to answer; their deliveries go out again elsewhere. */
const patienceMs = 3000

/**
 * Delivers events to webhooks. Two loops that do not wait for each other: events become deliveries, and deliveries are
 * sent. The sender's round only begins sends; each one that ends frees a place and wakes it, so that no send waits for
 * the slowest of a batch.
 *
 * @returns one loop, which wakes and stops both.
 */
export function startWebhookLoops(server: Server): Loop[] {
  const sender = createSender(server, {
    onFree: () => sending.wake(),
    onDisabled: (webhook) => tellOwners(server, webhook),
  })
  const sending = startLoop('deliveries', everyMs, server.log, async () => {
    await sender.sendDue()
    return 'done'
  })
  const fanning = startLoop('deliveries', everyMs, server.log, async () => {
    const { queued, more } = await fanOut(server.sql)
    if (queued > 0) sending.wake()
    return more ? 'again' : 'done'
  })
  return [
    {
      wake: () => {
        fanning.wake()
        sending.wake()
      },
      stop: async () => {
        await Promise.all([fanning.stop(), sending.stop()])
        await sender.drain(patienceMs)
      },
    },
  ]
}
