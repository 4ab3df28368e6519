import { setTimeout as sleep } from 'node:timers/promises'
import { draw } from '../assets/picture.fixture.ts'
import { ask } from '../testing/ask.ts'
import { animalProject, type TestServer, textProject } from '../testing/server.ts'

type Figures = { pictureMs: number; takeMs: number; healthMs: number }
export type Beside = Figures & { quiet: Figures }

/**
 * Another workspace at work: it sends pictures, and its worker takes and answers tasks. Gives how long they waited while
 * `worst` went on, and before: the second worst of each, for what the machine does at the same time.
 */
export async function measureBeside(server: TestServer, worst: () => Promise<unknown>, minMs = 2000): Promise<Beside> {
  const other = await server.makeWorkspace()
  const pictures = await animalProject(other.client)
  const texts = await textProject(other.client)
  const worker = await server.makeWorker(texts.id)
  for (let n = 0; n < 60; n++)
    await other.client.createTask({ body: { project_id: texts.id, task_spec: [{ sentence: `${n}` }] } })
  const noise = await draw().png().toBuffer()
  const image = `data:image/png;base64,${noise.toString('base64')}`
  const times = { picture: [] as number[], take: [] as number[], health: [] as number[] }
  const second = (list: number[]) => list.toSorted((a, b) => b - a)[1] ?? (list[0] as number)
  const figures = (): Figures => ({
    pictureMs: second(times.picture),
    takeMs: second(times.take),
    healthMs: second(times.health),
  })
  const timed = async <T>(kind: keyof typeof times, work: () => Promise<T>) => {
    const start = performance.now()
    const value = await work()
    times[kind].push(performance.now() - start)
    return value
  }
  const round = async () => {
    await timed('picture', () =>
      other.client.createTask({ body: { project_id: pictures.id, task_spec: [{ image_with_animal: image }] } }),
    )
    const { assignments } = await timed('take', () =>
      worker.client.takeAssignments({ body: { project_id: texts.id, count: 1 } }),
    )
    for (const { id, token } of assignments)
      await worker.client.submitAssignment({
        params: { assignment_id: id },
        body: { token, answer: [{ animal: 'cat' }] },
      })
    await timed('health', () => ask(`${server.url}/healthz`))
  }
  for (let n = 0; n < 5; n++) await round()
  const quiet = figures()
  for (const list of Object.values(times)) list.length = 0
  let isOver = false
  const work = worst().finally(() => {
    isOver = true
  })
  work.catch(() => {})
  const start = performance.now()
  while (!isOver || performance.now() - start < minMs) {
    await round()
    await sleep(50)
  }
  await work
  return { ...figures(), quiet }
}
