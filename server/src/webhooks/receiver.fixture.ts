import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http'
import { Webhook } from 'standardwebhooks'
import { expect, onTestFinished } from 'vitest'
import { startHost, type TestHost } from '../egress/host.fixture.ts'

/** One request that came in. `body` is what the bytes say in UTF-8. */
export type Received = { id: string; headers: IncomingHttpHeaders; body: string; at: number }
export type Answer = (response: ServerResponse, request: IncomingMessage, received: Received) => void

/** A real endpoint on the loopback; it goes with the test. */
export type Receiver = {
  url: string
  host: TestHost
  received: Received[]
  /** Most requests that were open at once. */
  maxAtOnce: number
  /** How it answers from now on; 204 at first. */
  answer: Answer
}

export async function startReceiver(
  answer: Answer = (response) => response.writeHead(204).end(),
  port = 0,
): Promise<Receiver> {
  let open = 0
  const host = await startHost(
    async (request, response) => {
      open++
      receiver.maxAtOnce = Math.max(receiver.maxAtOnce, open)
      response.on('close', () => open--)
      const body = Buffer.concat(await request.toArray()).toString()
      const received = { id: String(request.headers['webhook-id']), headers: request.headers, body, at: Date.now() }
      receiver.received.push(received)
      receiver.answer(response, request, received)
    },
    { port },
  )
  const receiver: Receiver = { url: `http://${host.address}/hook`, host, received: [], maxAtOnce: 0, answer }
  onTestFinished(() => host.close())
  return receiver
}

/** Waits for what other processes and loops bring about; long, because the machine may have other things to do. */
export const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 20_000 })

/** What a receiver does with a secret, by the specification's own package. @throws when the signature is wrong. */
export function verify(received: Received, secret: string): unknown {
  const headers = Object.fromEntries(Object.entries(received.headers).map(([name, value]) => [name, String(value)]))
  return new Webhook(secret).verify(received.body, headers)
}
