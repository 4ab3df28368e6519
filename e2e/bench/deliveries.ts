import { fork } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Bench, textProject, underLoad, weigh } from './bench.ts'
import { sendTexts } from './bulk.ts'
import type { Received } from './receiver.ts'
import { timesOf } from './times.ts'
import { cyclesOrder, makeWorkers } from './work.ts'

const maxSeconds = 60

/** How fast a webhook is told what has piled up, and how long after its commit an event is there when nothing has. */
export async function measureDeliveries(bench: Bench, count: number): Promise<void> {
  const receiver = await startReceiver()
  try {
    const { id } = await textProject(bench, 'Told')
    const webhook = await bench.service.client.createWebhook({ body: { url: receiver.url, project_id: id } })
    await measureBacklog(bench, id, count, receiver)
    await measureDelay(bench, id, receiver)
    await bench.service.client.deleteWebhook({ params: { webhook_id: webhook.id } })
  } finally {
    receiver.stop()
  }
}

type Receiver = Awaited<ReturnType<typeof startReceiver>>

/** From the end of the import on: what has come before that had to share the machine with it. */
async function measureBacklog(bench: Bench, projectId: number, count: number, receiver: Receiver): Promise<void> {
  await sendTexts(bench, projectId, count)
  const before = (await receiver.read()).count
  const begun = Date.now()
  const { done, processor } = await weigh(
    bench,
    () => receiver.wait(count - before),
    ({ got }) => got,
  )
  bench.sheet.add({
    id: 'deliveries',
    what: 'webhook deliveries to one address, of what has piled up',
    ...{ value: done.got / ((done.lastAt - begun) / 1000), unit: '/s', processor },
  })
}

/** An event's time is that of the beginning of its transaction: what is told is never too short. */
async function measureDelay(bench: Bench, projectId: number, receiver: Receiver): Promise<void> {
  const keys = await makeWorkers(bench, projectId, 8)
  const load = underLoad(bench, cyclesOrder(bench, projectId, keys, 240, { pauseMs: 200 }))
  const { ages } = await receiver.wait(480)
  await load
  const times = timesOf(ages)
  bench.sheet.add({
    id: 'delivery-delay',
    what: 'from a commit to its delivery, 8 people answering',
    ...{ value: times.p50, unit: 'ms', times },
    note: 'p50',
  })
}

async function startReceiver() {
  const child = fork(fileURLToPath(new URL('./receiver.ts', import.meta.url)), { stdio: 'inherit' })
  const [port] = (await once(child, 'message')) as [number]
  const read = async (): Promise<Received> => {
    child.send('tell')
    return ((await once(child, 'message')) as [Received])[0]
  }
  return {
    url: `http://127.0.0.1:${port}/hook`,
    read,
    /** Until so many more have come. */
    wait: async (count: number) => {
      const ages: number[] = []
      for (const end = Date.now() + maxSeconds * 1000; ; await sleep(100)) {
        const received = await read()
        ages.push(...received.ages)
        if (ages.length >= count) return { got: ages.length, lastAt: received.lastAt, ages }
        if (Date.now() > end) throw new Error(`Only ${ages.length} of ${count} deliveries came in ${maxSeconds} s.`)
      }
    },
    stop: () => child.disconnect(),
  }
}
