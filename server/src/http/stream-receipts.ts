import { once } from 'node:events'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { answerHeaders } from './errors.ts'

const lingerMs = 5000

/** Sends some receipts; resolves when the receiver keeps up. */
export type SendReceipts = (receipts: unknown[]) => Promise<void>

/** Answers a bulk request: a line for each receipt, as soon as there is one. Ends with the request, and never throws. */
export async function streamReceipts(
  request: FastifyRequest,
  reply: FastifyReply,
  work: (send: SendReceipts) => Promise<void>,
): Promise<void> {
  reply.hijack()
  const out = reply.raw
  out.writeHead(200, {
    'content-type': 'application/x-ndjson; charset=utf-8',
    ...answerHeaders(request.id),
  })
  try {
    await work(async (receipts) => {
      const text = receipts.map((receipt) => `${JSON.stringify(receipt)}\n`).join('')
      if (!out.write(text)) await once(out, 'drain', { signal: AbortSignal.timeout(60_000) })
    })
    out.end()
    // Cut in the middle: what still comes is not read, and the line would stay open for it.
    if (!request.raw.complete) setTimeout(() => request.raw.complete || request.raw.destroy(), lingerMs).unref()
  } catch (error) {
    // The head has gone out: the only honest end is a broken one, which no client can take for a complete answer.
    request.log.warn({ err: error, request_id: request.id }, 'a bulk request ended early')
    out.destroy()
  }
}
