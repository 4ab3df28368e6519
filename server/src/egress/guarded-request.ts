import http from 'node:http'
import https from 'node:https'
import type { LookupFunction } from 'node:net'
import { RequestFilteringHttpAgent, RequestFilteringHttpsAgent } from 'request-filtering-agent'
import packageJson from '../../package.json' with { type: 'json' }
import type { Destination, EgressPolicy } from './policy.ts'
import type { HostAddress } from './resolve-host.ts'

export const userAgent = `Whisker/${packageJson.version}`
const maxHeaderBytes = 16 * 1024
/** Node gives up an address after this and tries the next; its own 250 ms is shorter than a far host's round trip. */
const connectAttemptMs = 2000

export type RequestFailure =
  | 'blocked_address'
  | 'blocked_port'
  | 'dns'
  | 'refused'
  | 'tls'
  | 'reset'
  | 'timeout'
  | 'stalled'
  | 'too_large'
  | 'bad_response'
  | 'aborted'

/** `status` and `body` are what had arrived when it failed. */
type Exchanged =
  | { ok: true; status: number; headers: http.IncomingHttpHeaders; body: Buffer }
  | { ok: false; failure: RequestFailure; detail: string; status: number | null; body: Buffer }
/** `isSecret`: none of it is for strangers, see `Destination`. */
export type GuardedResponse = Exchanged & { isSecret: boolean }

export interface GuardedRequestOptions {
  policy: EgressPolicy
  method: 'GET' | 'POST'
  headers: Record<string, string>
  body?: Buffer
  /** The whole exchange, from the look-up of the name to the last byte. */
  totalTimeoutMs: number
  /** The longest silence between two steps: looked up, connected, secured, headers complete, each piece of body. */
  idleTimeoutMs: number
  /** Counted while reading; what the headers promise is not believed. */
  maxBytes: number
  /** A longer body is no failure: what came first is enough, and the rest is not read. */
  mayBeCut?: boolean
  /**
   * Whether to read the body at all, from the status and headers. It may take its time (waiting for memory, say), which
   * counts towards the whole exchange and not as silence of the host. `signal` aborts when the
   * exchange is over.
   */
  wantsBody: (status: number, headers: http.IncomingHttpHeaders, signal: AbortSignal) => boolean | Promise<boolean>
  signal?: AbortSignal | undefined
}

/**
 * One HTTP exchange with a host that a stranger chose; redirects are the caller's matter. `url` must have passed
 * `policy.checkUrl`. Never rejects for what the other side, the network or the name server does.
 *
 * Two locks that do not know each other: the policy looks the name up once and judges every address, and the connection
 * is bound to those addresses; then request-filtering-agent judges, by its own table, the address that is connected to.
 * Each request has its own agent without keep-alive, because what EGRESS_ALLOW opens depends on the port, which that
 * agent does not know; the price is a TLS handshake for each webhook.
 */
export async function guardedRequest(url: URL, options: GuardedRequestOptions): Promise<GuardedResponse> {
  const cut = new AbortController()
  const total = setTimeout(() => cut.abort('timeout'), options.totalTimeoutMs)
  let isOurTurn = false
  const idle = setTimeout(() => (isOurTurn ? idle.refresh() : cut.abort('stalled')), options.idleTimeoutMs)
  const wantsBody: GuardedRequestOptions['wantsBody'] = async (...response) => {
    isOurTurn = true
    const wanted = await options.wantsBody(...response)
    isOurTurn = false
    return wanted
  }
  const abort = () => cut.abort('aborted')
  options.signal?.addEventListener('abort', abort, { once: true })
  if (options.signal?.aborted) abort()
  try {
    const destination = await options.policy.findDestination(url, cut.signal)
    const { isSecret } = destination
    if (cut.signal.reason === 'aborted') return { ...failed('aborted'), isSecret }
    if (cut.signal.aborted)
      return { ...failed('dns', 'The name of the host could not be looked up in time.'), isSecret }
    if (!destination.ok) return { ...failed(destination.code, destination.detail), isSecret }
    idle.refresh()
    const exchanged = await exchange(url, destination, { ...options, wantsBody }, cut.signal, () => idle.refresh())
    return { ...exchanged, isSecret }
  } finally {
    // Whoever still waits on behalf of this exchange stops waiting.
    cut.abort('settled')
    clearTimeout(total)
    clearTimeout(idle)
    options.signal?.removeEventListener('abort', abort)
  }
}

function exchange(
  url: URL,
  destination: Destination & { ok: true },
  options: GuardedRequestOptions,
  cut: AbortSignal,
  progress: () => void,
): Promise<Exchanged> {
  const secure = url.protocol === 'https:'
  const agentOptions = {
    keepAlive: false,
    allowIPAddressList: destination.opened,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: connectAttemptMs,
  }
  const agent = secure ? new RequestFilteringHttpsAgent(agentOptions) : new RequestFilteringHttpAgent(agentOptions)
  const request = (secure ? https : http).request({
    agent,
    method: options.method,
    host: destination.host,
    port: destination.port,
    path: `${url.pathname}${url.search}`,
    headers: { 'User-Agent': userAgent, ...options.headers, Host: url.host, 'Accept-Encoding': 'identity' },
    lookup: lookupOf(destination.addresses),
    maxHeaderSize: maxHeaderBytes,
    // Said aloud, because NODE_TLS_REJECT_UNAUTHORIZED=0 and --tls-min-v1.0 change only the defaults.
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
  })
  const { promise, resolve } = Promise.withResolvers<Exchanged>()
  const chunks: Buffer[] = []
  let sizeBytes = 0
  let status: number | null = null
  let phase: Phase = 'connecting'
  let settled = false

  const finish = (outcome: Exchanged) => {
    settled = true
    cut.removeEventListener('abort', onCut)
    request.destroy()
    resolve(outcome)
  }
  const fail = (failure: RequestFailure) => {
    // Destroying the request brings more events; the body must not be put together again for each of them.
    if (!settled) finish(failed(failure, details[failure], status, Buffer.concat(chunks)))
  }
  const onCut = () => fail(cut.reason)
  cut.addEventListener('abort', onCut, { once: true })

  request.on('socket', (socket) => {
    socket.once('connect', () => {
      phase = secure ? 'securing' : 'talking'
      progress()
    })
    socket.once('secureConnect', () => {
      phase = 'talking'
      progress()
    })
  })
  request.on('response', async (response) => {
    const answered = response.statusCode ?? 0
    status = answered
    progress()
    response.on('error', (error) => fail(failureOf(error, phase)))
    const wanted = await options.wantsBody(answered, response.headers, cut)
    if (settled) return
    progress()
    if (!wanted) {
      return finish({ ok: true, status: answered, headers: response.headers, body: Buffer.alloc(0) })
    }
    response.on('data', (chunk: Buffer) => {
      if (settled) return
      progress()
      chunks.push(chunk.subarray(0, options.maxBytes - sizeBytes))
      sizeBytes += chunk.length
      if (sizeBytes <= options.maxBytes) return
      if (options.mayBeCut)
        finish({ ok: true, status: answered, headers: response.headers, body: Buffer.concat(chunks) })
      else fail('too_large')
    })
    // Only after a complete body: one that breaks off ends in 'error'.
    response.on('end', () => {
      finish({ ok: true, status: answered, headers: response.headers, body: Buffer.concat(chunks) })
    })
  })
  request.on('error', (error) => fail(failureOf(error, phase)))
  // A 101 that nobody asked for comes with no other event. With a response this comes before its 'end' or 'error'.
  request.on('close', () => {
    if (status === null) fail('bad_response')
  })
  request.end(options.body)
  return promise
}

type Phase = 'connecting' | 'securing' | 'talking'

/** By how far it had come rather than by a list of error codes, which is never complete. */
function failureOf(error: Error & { code?: string }, phase: Phase): RequestFailure {
  if (/ is not allowed\. Because,? /.test(error.message)) return 'blocked_address'
  if (error.code?.startsWith('HPE_')) return 'bad_response'
  if (error.code === 'ETIMEDOUT') return 'timeout'
  if (phase === 'connecting') return 'refused'
  return phase === 'securing' && error.code !== 'ECONNRESET' ? 'tls' : 'reset'
}

/** Gives the connection the addresses that were judged; nothing is looked up a second time. */
function lookupOf(addresses: HostAddress[]): LookupFunction {
  return (_host, options, callback) => {
    const first = addresses[0]
    if (options.all) callback(null, addresses)
    else callback(null, first?.address ?? '', first?.family)
  }
}

function failed(
  failure: RequestFailure,
  detail = details[failure],
  status: number | null = null,
  body = Buffer.alloc(0),
) {
  return { ok: false as const, failure, detail, status, body }
}

const details: Record<RequestFailure, string> = {
  blocked_address:
    'The host is not on the public internet, so Whisker does not connect to it. Use a public address, or ask the operator to open it (EGRESS_ALLOW).',
  blocked_port: 'Whisker does not connect to this port. Use 80 or 443, or ask the operator to open it (EGRESS_ALLOW).',
  dns: 'The name of the host could not be looked up. Check its spelling.',
  refused: 'The host does not accept connections at this address. Check that the server runs and is reachable.',
  tls: 'No secure connection could be made. Check that the certificate is valid, of a known issuer and for this host.',
  reset: 'The host closed the connection before the answer was complete.',
  timeout: 'The host did not finish its answer in time.',
  stalled: 'The host stopped sending before the answer was complete.',
  too_large: 'The answer is larger than allowed.',
  bad_response: 'The host did not answer in valid HTTP.',
  aborted: 'The request was given up before it was finished.',
}
