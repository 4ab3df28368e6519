import { Agent, request } from 'node:http'
import type { Service } from '../service.ts'
import { percentile, report } from './figures.ts'

export type Worker = { token: string }

/** Workers who came by the project's link. */
export async function makeWorkers(service: Service, projectId: number, count: number): Promise<Worker[]> {
  const { url } = await service.client.readLabelLink({ params: { project_id: projectId } })
  const token = new URL(url).hash.slice(1)
  const workers: Worker[] = []
  for (let n = 0; n < count; n++) {
    const response = await fetch(`${service.url}/invitation-acceptances`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ token, cookie: false }),
    })
    workers.push({ token: ((await response.json()) as { token: string }).token })
  }
  return workers
}

const agent = new Agent({ keepAlive: true, maxSockets: 64 })

/** One request over a kept connection; `node:http`, since `fetch` costs the measuring side twice as much. */
export function send(
  url: string,
  method: string,
  key: string,
  body?: unknown,
): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body)
    const headers = {
      authorization: key,
      ...(payload && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) }),
    }
    const sent = request(url, { method, agent, headers }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode ?? 0, text: Buffer.concat(chunks).toString() }))
    })
    sent.on('error', reject)
    sent.end(payload)
  })
}

/** Takes and submits until `cycles` are done; every answer must be counted. */
export async function measureCycles(
  service: Service,
  projectId: number,
  workers: Worker[],
  cycles: number,
  label: string,
  aim: string,
): Promise<{ takeP50: number }> {
  const takes: number[] = []
  const whole: number[] = []
  let left = cycles
  const begun = performance.now()
  await Promise.all(
    workers.map(async ({ token }) => {
      while (left-- > 0) {
        const start = performance.now()
        const taken = await send(`${service.url}/assignments`, 'POST', token, { project_id: projectId, count: 1 })
        takes.push(performance.now() - start)
        const assignment = (JSON.parse(taken.text) as { assignments: { id: string; token: string }[] }).assignments[0]
        if (!assignment) throw new Error(`Nothing was given: ${taken.text}`)
        const done = await send(`${service.url}/assignments/${assignment.id}/submission`, 'PUT', token, {
          token: assignment.token,
          answer: [{ animal: 'cat' }],
        })
        if (done.status !== 200) throw new Error(`An answer was refused: ${done.text}`)
        whole.push(performance.now() - start)
      }
    }),
  )
  const seconds = (performance.now() - begun) / 1000
  report(`${label}: take and submit, ${workers.length} workers`, `${Math.round(cycles / seconds)} cycles/s`, aim)
  report(
    '  cycle p50 / p99',
    `${percentile(whole, 0.5).toFixed(1)} / ${percentile(whole, 0.99).toFixed(1)} ms`,
    'p99 < 100 ms',
  )
  report('  take p50 / p99', `${percentile(takes, 0.5).toFixed(1)} / ${percentile(takes, 0.99).toFixed(1)} ms`)
  return { takeP50: percentile(takes, 0.5) }
}
