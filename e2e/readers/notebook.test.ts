import { spawnSync } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { expect, test } from 'vitest'
import { startTestServer } from '../../server/src/testing/server.ts'
import { runProgram } from '../python/environment.ts'

const python = process.env.READERS_PYTHON ?? 'python3'
const isThere = spawnSync(python, ['-c', 'import pandas, pyarrow, PIL, httpx, pydantic']).status === 0
const root = join(import.meta.dirname, '../..')

test.skipIf(!isThere)(
  'the notebook of the examples runs from its first cell to its last',
  { timeout: 120_000 },
  async () => {
    const server = await startTestServer()
    const folder = await mkdtemp(join(tmpdir(), 'whisker-notebook-'))
    try {
      await mkdir(join(folder, 'photos'))
      for (const [n, level] of [10, 40, 110, 170, 200, 240].entries()) {
        const background = { r: level, g: level, b: level }
        const picture = sharp({ create: { width: 60 + n, height: 40, channels: 3, background } })
        await picture.jpeg().toFile(join(folder, 'photos', `${n}.jpg`))
      }
      const notebook = join(root, 'python/examples/day-or-night.ipynb')
      const ran = await runProgram(python, [join(import.meta.dirname, 'notebook.py'), notebook], {
        cwd: folder,
        env: {
          ...{ PYTHONPATH: join(root, 'python/src'), PYTHONDONTWRITEBYTECODE: '1' },
          ...{ WHISKER_URL: server.url, WHISKER_KEY: server.key },
        },
        seconds: 90,
      })
      expect(ran.ok, ran.output).toBe(true)
      const said = JSON.parse(ran.output.trim().split('\n').at(-1) as string) as (string | null)[]
      expect(said.slice(1, 3)).toEqual(['(6, 0, [])', '5'])
      expect(said.at(-1)).toBe('True')
    } finally {
      await server.close()
      await rm(folder, { recursive: true, force: true })
    }
  },
)
