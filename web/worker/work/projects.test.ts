import { afterEach, expect, test, vi } from 'vitest'
import { memoryShelves } from '../storage/memory-shelves.ts'
import { project } from './desk.fixture.ts'
import { createDesk } from './desk.ts'
import { moreProjects, showProjects } from './projects.ts'

afterEach(() => vi.unstubAllGlobals())

const named = (id: number) => ({ ...project, id })

function setUp(replies: Record<string, object | null>) {
  const asked: string[] = []
  vi.stubGlobal('fetch', async (path: string) => {
    asked.push(path)
    const body = replies[path]
    if (!body) throw new TypeError('fetch failed')
    return Response.json(body)
  })
  const pictures = { onChange: () => {} } as never
  const desk = createDesk({ shelves: memoryShelves(), pictures, onVerdict: () => {} })
  const ids = () => desk.store.get().projects.map(({ id }) => id)
  return { desk, asked, ids }
}

test('F12 the projects of the second page come after those of the first, to the last one', async () => {
  const { desk, asked, ids } = setUp({
    '/worker/projects?after=b': { data: [named(3)], next: 'c' },
    '/worker/projects?after=c': { data: [named(2), named(1)] },
  })
  showProjects(desk, { data: [named(5), named(4)], next: 'b' })
  // Two clicks are one page.
  await Promise.all([moreProjects(desk), moreProjects(desk)])
  expect([ids(), desk.store.get().nextProjects]).toEqual([[5, 4, 3], 'c'])
  await moreProjects(desk)
  expect([ids(), desk.store.get().nextProjects]).toEqual([[5, 4, 3, 2, 1], null])
  await moreProjects(desk)
  expect(asked).toHaveLength(3)
})

test('F12 a page that does not come can be asked for again', async () => {
  const replies: Record<string, object | null> = { '/worker/projects?after=b': null }
  const { desk, ids } = setUp(replies)
  showProjects(desk, { data: [named(5)], next: 'b' })
  expect(await moreProjects(desk)).toBe(false)
  replies['/worker/projects?after=b'] = { data: [named(4)] }
  expect(await moreProjects(desk)).toBe(true)
  expect(ids()).toEqual([5, 4])
})
