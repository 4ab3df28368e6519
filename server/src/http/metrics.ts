import type { FastifyInstance } from 'fastify'
import { type Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { Rooms } from './body.ts'

/** `/metrics` in Prometheus' text format: requests by operation and status, bytes in flight, the process itself. */
export function serveMetrics(http: FastifyInstance, rooms: Rooms, counters: Counter[]): void {
  const registry = new Registry()
  for (const counter of counters) registry.registerMetric(counter)
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
      this.set(rooms.requesters.inFlight + rooms.others.inFlight + rooms.lines.inFlight)
    },
  })
  http.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'none'
    duration.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000)
  })
  http.get('/metrics', async (_, reply) => reply.type(registry.contentType).send(await registry.metrics()))
}
