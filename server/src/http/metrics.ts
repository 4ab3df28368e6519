import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, type Metric, Registry } from 'prom-client'
import { ApiProblem } from '../problem.ts'
import type { Shares } from '../shares/shares.ts'
import { isFromThisMachine } from './who.ts'

const kindsOfBytes = new Set<string>(['intake', 'answers', 'strangers', 'lines'])

/**
 * `/metrics` in Prometheus' text format: requests by operation and status, bytes in flight, the process itself. They tell a
 * stranger which version runs and how busy it is: only programs of this machine read them, and who knows METRICS_TOKEN.
 */
export function serveMetrics(http: FastifyInstance, shares: Shares, noted: Metric[], token: string): void {
  const registry = new Registry()
  for (const metric of noted) registry.registerMetric(metric)
  collectDefaultMetrics({ register: registry })
  const duration = new Histogram({
    name: 'whisker_request_seconds',
    help: 'Duration of requests by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 5, 30],
    registers: [registry],
  })
  new Gauge({
    name: 'whisker_bytes_in_flight',
    help: 'Bytes of request bodies in memory',
    registers: [registry],
    collect() {
      const bodies = shares.figures().filter(({ kind }) => kindsOfBytes.has(kind))
      this.set(bodies.reduce((sum, { inUse }) => sum + inUse, 0))
    },
  })
  const gauge = (name: string, help: string, figure: 'inUse' | 'waiting' | 'total') =>
    new Gauge({
      name,
      help,
      labelNames: ['kind'],
      registers: [registry],
      collect() {
        for (const one of shares.figures()) this.set({ kind: one.kind }, one[figure])
      },
    })
  gauge('whisker_share_in_use', 'How much of each kind is held: bytes, or how many at once', 'inUse')
  gauge('whisker_share_waiting', 'Requests that wait for a share', 'waiting')
  gauge('whisker_share_total', 'How much of each kind there is on this server', 'total')
  new Gauge({
    name: 'whisker_share_refused_total',
    help: 'Requests that were told to come back, by kind',
    labelNames: ['kind'],
    registers: [registry],
    collect() {
      for (const [kind, count] of shares.refused) this.set({ kind }, count)
    },
  })
  http.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  http.get('/metrics', async (request, reply) => {
    if (!isFromThisMachine(request) && !hasToken(request, token))
      throw new ApiProblem(
        'forbidden',
        'Metrics are for programs of this machine. For others set METRICS_TOKEN on the server, and send it as "Authorization: Bearer ...".',
      )
    return reply.type(registry.contentType).send(await registry.metrics())
  })
}

function hasToken({ headers }: FastifyRequest, token: string): boolean {
  const sent = (headers.authorization ?? '').replace(/^Bearer +/i, '')
  const [a, b] = [sent, token].map((text) => createHash('sha256').update(text).digest()) as [Buffer, Buffer]
  return token !== '' && timingSafeEqual(a, b)
}
