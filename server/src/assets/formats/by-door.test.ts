import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { pictureHead, picturesType } from '@whisker/api/assets.ts'
import { formats, isTaken, refusalOf } from '@whisker/api/formats.ts'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ask } from '../../testing/ask.ts'
import { animalProject, startTestServer, type TestServer } from '../../testing/server.ts'
import { draw } from '../picture.fixture.ts'
import { takenExamples } from './examples.fixture.ts'

// As the programs that write them begin.
const heic = Buffer.from('\0\0\0\x24ftypheic\0\0\0\0mif1MiHEmiafMiHBheic\0\0\0\x08mdat'.padEnd(400, '\x01'), 'latin1')
const bmp = Buffer.from(
  'BM\x7a\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x04\0\0\0\x04\0\0\0\x01\0\x18\0'.padEnd(122, '\0'),
  'latin1',
)
const refused = [
  ['HEIC', heic, 'image/heic', /HEIC photo.*Quick Actions > Convert Image/],
  ['BMP', bmp, 'image/bmp', /BMP picture.*mogrify -format png/],
] as const

let server: TestServer
let projectId: number
const host = createServer((request, response) => {
  const [name] = (request.url ?? '').slice(1).split('.')
  const [, bytes, type] = refused.find(([format]) => format === name) ?? refused[0]
  response.writeHead(200, { 'content-type': type }).end(bytes)
})
let hostUrl: string
beforeAll(async () => {
  await new Promise<void>((resolve) => host.listen(0, '127.0.0.1', resolve))
  const { port } = host.address() as AddressInfo
  hostUrl = `http://127.0.0.1:${port}`
  server = await startTestServer({ EGRESS_ALLOW: `127.0.0.1:${port}`, EGRESS_SHOW_REPLIES: 'true' })
  projectId = (await animalProject(server.client)).id
})
afterAll(async () => {
  host.close()
  await server.close()
})

const post = (path: string, type: string, body: Buffer | string) =>
  ask(`${server.url}${path}`, { method: 'POST', key: server.key, headers: { 'content-type': type }, body })
const form = (bytes: Buffer, type: string) =>
  Buffer.concat([
    Buffer.from(`--x\r\ncontent-disposition: form-data; name="f"; filename="a"\r\ncontent-type: ${type}\r\n\r\n`),
    bytes,
    Buffer.from('\r\n--x--\r\n'),
  ])

describe('B4 a picture that is not taken is refused by name, with what to do, at every door', () => {
  describe.each(refused)('%s', (name, bytes, type, says) => {
    const uri = (of: string) => `data:${of};base64,${bytes.toString('base64')}`
    const line = (picture: string) => JSON.stringify({ task_spec: [{ image_with_animal: picture }] })
    test.each<[string, () => ReturnType<typeof ask>]>([
      ['as itself', () => post('/assets', type, bytes)],
      ['as bytes', () => post('/assets', 'application/octet-stream', bytes)],
      ['as a JPEG', () => post('/assets', 'image/jpeg', bytes)],
      ['in a form', () => post('/assets', 'multipart/form-data; boundary=x', form(bytes, type))],
      ['with others', () => post('/assets/bulk', picturesType, Buffer.concat([pictureHead(bytes.length), bytes]))],
      ['in a task', () => post('/tasks', 'application/json', `{"project_id":${projectId},${line(uri(type)).slice(1)}`)],
      [
        'in a task, as a JPEG',
        () => post('/tasks', 'application/json', `{"project_id":${projectId},${line(uri('image/jpeg')).slice(1)}`),
      ],
      [
        'by its address',
        () =>
          post('/tasks', 'application/json', `{"project_id":${projectId},${line(`${hostUrl}/${name}.jpg`).slice(1)}`),
      ],
      ['in a line', () => post(`/tasks/bulk?project_id=${projectId}`, 'application/x-ndjson', `${line(uri(type))}\n`)],
    ])('%s', async (_, send) => {
      const { text } = await send()
      expect(text).toMatch(says)
      expect(text).toMatch(/"(unsupported_image|unsupported_media_type)"/)
    })
  })

  test('B4 each type that a sender may call a format by is heard: its bytes decide', async () => {
    const jpeg = await draw().jpeg().toBuffer()
    for (const format of formats)
      for (const type of [format.type, ...(format.otherTypes ?? [])])
        expect([type, (await post('/assets', type, jpeg)).status]).toEqual([type, 201])
    for (const [type, drawOne] of Object.entries(takenExamples)) {
      const reply = await post('/assets', type, await drawOne())
      expect(reply.json).toMatchObject({ content_type: type, warnings: [] })
    }
    expect((await post('/assets', 'text/html', jpeg)).status).toBe(415)
  })

  test('B4 every format that is refused says what to do', () => {
    for (const format of formats.filter((one) => !isTaken(one)))
      expect(refusalOf(format)).toMatch(/; Whisker takes JPEG, .*\. (Convert|Save|Develop|An SVG).*\.$/)
  })
})
