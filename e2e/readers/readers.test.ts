import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'
import { makeDataset, strangeLabel } from '../../server/src/exports/datasets.fixture.ts'
import { unzip } from '../../server/src/exports/unzip.fixture.ts'
import { startTestServer, type TestServer } from '../../server/src/testing/server.ts'

const python = process.env.READERS_PYTHON ?? 'python3'
const wanted = 'pycocotools, supervision, datasets, lxml, pandas, PIL, mlcroissant'
const isThere = spawnSync(python, ['-c', `import ${wanted}`]).status === 0
if (!isThere)
  process.stderr.write(
    `NOT TRIED: data sets by the programs that read them. ${python} lacks one of ${wanted}; name one that has them in READERS_PYTHON.\n`,
  )

test.skipIf(!isThere)(
  'real readers see what was marked: counts, classes, boxes, blanks, turned pictures',
  { timeout: 180_000 },
  async () => {
    const server = await startTestServer()
    const folder = await mkdtemp(join(tmpdir(), 'whisker-readers-'))
    try {
      const { id } = await makeDataset(server)
      let sure = 0
      for (const format of ['coco', 'yolo', 'voc', 'imagefolder']) {
        const headers = { authorization: server.key }
        const response = await fetch(`${server.url}/projects/${id}/export?format=${format}`, { headers })
        const files = unzip(Buffer.from(await response.arrayBuffer()))
        const samples = files.get('samples.jsonl')?.toString().trim().split('\n') ?? []
        sure = samples.filter((line) => JSON.parse(line).confidence > 0.5).length
        for (const [path, bytes] of files) {
          await mkdir(dirname(join(folder, format, path)), { recursive: true })
          await writeFile(join(folder, format, path), bytes)
        }
      }
      await server.client.createRelease({
        params: { project_id: id },
        body: { name: 'First', notes: 'For "all" & <some>.' },
      })
      await saveRelease(server, id, join(folder, 'release'))
      const env = { ...process.env, HF_HUB_OFFLINE: '1', HF_HOME: join(folder, 'home') }
      const { stdout, stderr, status } = spawnSync(python, [join(import.meta.dirname, 'read.py'), folder], {
        encoding: 'utf8',
        env,
      })
      expect(status, stderr).toBe(0)
      const seen = JSON.parse(stdout.trim().split('\n').at(-1) as string)
      expect(seen.coco.images).toBe(13)
      expect(seen.coco.categories).toEqual(['cat', strangeLabel])
      const colours = Object.values(seen.coco.colours as Record<string, number[][]>)
      expect(colours.filter((marks) => marks.length === 0)).toHaveLength(1)
      for (const [[red, green, blue] = []] of colours.filter((marks) => marks.length > 0)) {
        expect(red).toBeGreaterThan(150)
        expect(Math.max(green!, blue!)).toBeLessThan(30)
      }
      const same = { images: 13, classes: [strangeLabel, 'cat'], boxes: 12, blanks: 1 }
      expect(seen.supervision).toEqual({ coco: same, yolo: same, voc: same })
      expect(seen.voc.filter((name: string | null) => name === null)).toHaveLength(1)
      expect(seen.voc).toContain(strangeLabel)
      expect(seen.datasets).toEqual({
        rows: 13,
        boxes: 12,
        sizes: [
          [40, 60],
          [60, 40],
        ],
      })
      expect(seen.croissant).toEqual({
        name: 'What animal is this?',
        version: '1.0.0',
        per_item: '1',
        tasks: 13,
        answers: 13,
        sure: true,
      })
      expect(seen.pandas).toEqual({ rows: 13, sure, none: 0 })
    } finally {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
)

/** The description of a release, with the rows beside it: programs that read it do not know our keys. */
async function saveRelease(server: TestServer, projectId: number, folder: string): Promise<void> {
  const get = async (path: string) => {
    const headers = { authorization: server.key }
    return Buffer.from(await (await fetch(`${server.url}/projects/${projectId}${path}`, { headers })).arrayBuffer())
  }
  const about = JSON.parse((await get('/releases/1/croissant')).toString())
  const [{ name, contentUrl }] = about.distribution
  about.distribution[0].contentUrl = name
  await mkdir(folder)
  await writeFile(join(folder, 'croissant.json'), JSON.stringify(about))
  const { pathname, search } = new URL(contentUrl)
  await writeFile(join(folder, name), await get(`${pathname.slice(`/projects/${projectId}`.length)}${search}`))
}
