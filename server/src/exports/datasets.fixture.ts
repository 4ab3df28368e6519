import type { OutputField } from '@whisker/api/fields.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import sharp from 'sharp'
import { draw } from '../assets/picture.fixture.ts'
import { answerNext } from '../testing/answer-task.ts'
import { animalProject, type TestServer } from '../testing/server.ts'

export const strangeLabel = `"dog" & <co's>`
export const boxesField = {
  type: 'boxes',
  name: 'animals',
  options: [{ value: 'cat' }, { value: strangeLabel }],
} as unknown as OutputField
export const blank = 'nothing here.png'

type Shot = { name: string; bytes: Buffer; metadata?: Record<string, string> }

/** Eight pictures that a camera turned in each way, and such as have names that break things. */
async function shots(): Promise<Shot[]> {
  const turned = await Promise.all(
    [1, 2, 3, 4, 5, 6, 7, 8].map(async (orientation) => ({
      name: `turned/${orientation}.jpg`,
      bytes: await draw().withMetadata({ orientation }).jpeg({ quality: 100, chromaSubsampling: '4:4:4' }).toBuffer(),
    })),
  )
  const toned = (n: number) =>
    draw()
      .modulate({ brightness: 1 - n / 20 })
      .png()
      .toBuffer()
  const names = ['é #1 🐈.png', 'same.png', 'same.png', 'a/b.png', blank]
  return [...turned, ...(await Promise.all(names.map(async (name, n) => ({ name, bytes: await toned(n + 1) }))))]
}

/** Where the red quarter is in the upright picture. */
async function redQuarter(bytes: Buffer) {
  const { data, info } = await sharp(bytes).autoOrient().removeAlpha().raw().toBuffer({ resolveWithObject: true })
  const [width, height] = [info.width / 2, info.height / 2]
  for (const [x, y] of [
    [0, 0],
    [width, 0],
    [0, height],
    [width, height],
  ] as const) {
    const at = ((y + height / 2) * info.width + x + width / 2) * 3
    if (data[at]! > 100 && data[at + 1]! < 60 && data[at + 2]! < 60) return { x, y, width, height }
  }
  throw new Error('There is no red in it.')
}

/** A project with a result for each picture: the red quarter is marked, but on the blank one. */
export async function makeDataset(
  server: TestServer,
  field: OutputField = boxesField,
  answerOf = marked,
): Promise<Project> {
  const project = await animalProject(server.client, {
    input_spec: [{ name: 'photo', type: 'image' }] as never,
    output_spec: [field] as never,
    min_answers: 1,
    max_answers: 1,
  })
  const worker = await server.makeWorker(project.id)
  for (const [n, { name, bytes }] of (await shots()).entries()) {
    const headers = { authorization: server.key, 'content-type': 'application/octet-stream' }
    const sent = await fetch(`${server.url}/assets`, { method: 'POST', headers, body: new Uint8Array(bytes) })
    const { value } = (await sent.json()) as { value: string }
    const body = { project_id: project.id, task_spec: [{ photo: value }], name, metadata: { site: `${n % 3}` } }
    await server.client.createTask({ body })
    await answerNext(worker, project.id, { [field.name]: await answerOf(name, bytes, n) })
  }
  return project
}

async function marked(name: string, bytes: Buffer, n: number): Promise<unknown> {
  if (name === blank) return []
  return [{ label: n % 2 === 0 ? 'cat' : strangeLabel, ...(await redQuarter(bytes)) }]
}
