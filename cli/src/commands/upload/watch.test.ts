import { appendFile, mkdir, rename, writeFile } from 'node:fs/promises'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../whisker.fixture.ts'
import { findRoots } from './walk.ts'
import { Watch } from './watch.ts'

const scratch = scratchFolder()

/** Collects the names that are given out, in rounds, until it is stopped. */
async function watching(name: string, rescanMs = 60_000) {
  await mkdir(scratch.path(name), { recursive: true })
  const stop = new AbortController()
  const watch = new Watch({ roots: await findRoots([scratch.path(name)]), stop: stop.signal, quietMs: 400, rescanMs })
  const names: string[] = []
  const over = (async () => {
    for await (const round of watch.rounds())
      for (const found of round) if (found.kind === 'picture') names.push(found.name)
  })()
  const end = async () => {
    stop.abort()
    await over
  }
  return { watch, names, end }
}

test('what is there, what comes and what changes is given once each', async () => {
  await mkdir(scratch.path('inbox/deep'), { recursive: true })
  await writeFile(scratch.path('inbox/a.jpg'), 'a')
  const { names, end } = await watching('inbox')
  await expect.poll(() => names).toEqual(['a.jpg'])
  await writeFile(scratch.path('inbox/deep/b.jpg'), 'b')
  await writeFile(scratch.path('inbox/deep/notes.txt'), 'x')
  await expect.poll(() => names, { timeout: 5000 }).toEqual(['a.jpg', 'deep/b.jpg'])
  await writeFile(scratch.path('inbox/a.jpg'), 'changed')
  await expect.poll(() => names, { timeout: 5000 }).toEqual(['a.jpg', 'deep/b.jpg', 'a.jpg'])
  await sleep(700)
  expect(names).toHaveLength(3)
  await end()
})

test('a file is taken only when it has stopped growing', async () => {
  const { names, end } = await watching('growing')
  await writeFile(scratch.path('growing/slow.jpg'), 'x')
  for (let i = 0; i < 8; i++) {
    await sleep(150)
    await appendFile(scratch.path('growing/slow.jpg'), 'x')
    expect(names).toEqual([])
  }
  await expect.poll(() => names, { timeout: 5000 }).toEqual(['slow.jpg'])
  await end()
})

test('folders that come later are found, and files that are moved into place', async () => {
  const { names, end } = await watching('later')
  await sleep(300)
  await mkdir(scratch.path('later/new'))
  await writeFile(scratch.path('later/new/.c.part'), 'c')
  await rename(scratch.path('later/new/.c.part'), scratch.path('later/new/c.jpg'))
  await expect.poll(() => names, { timeout: 5000 }).toEqual(['new/c.jpg'])
  await end()
})

test('without word from the system, the next look through all folders finds it', async () => {
  const { watch, names, end } = await watching('silent', 300)
  await writeFile(scratch.path('silent/a.jpg'), 'a')
  await expect.poll(() => names, { timeout: 5000 }).toEqual(['a.jpg'])
  watch.forget(scratch.path('silent/a.jpg'))
  await expect.poll(() => names, { timeout: 5000 }).toEqual(['a.jpg', 'a.jpg'])
  await end()
})
