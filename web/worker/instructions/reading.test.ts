import { beforeEach, expect, test, vi } from 'vitest'
import { createPictures } from '../pictures/prefetch.ts'
import { memoryShelves } from '../storage/memory-shelves.ts'
import { project } from '../work/desk.fixture.ts'
import { createDesk, type Desk } from '../work/desk.ts'
import { holdOf } from '../work/line.ts'
import { watchReading } from './reading.ts'

const told = { ...project, public_description: 'Name the animal.' }
const hold = (id: string) =>
  holdOf({ id, project_id: 64, version: 1, token: 't', deadline: '', seconds_left: 600, items: [] }, Date.now())

beforeEach(() => {
  const kept = new Map<string, string>()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  })
  return () => vi.unstubAllGlobals()
})

function enter(): Desk {
  const pictures = createPictures({ load: async () => {}, onChange: () => {} })
  const desk = createDesk({ shelves: memoryShelves(), pictures, onVerdict: () => {} })
  watchReading(desk)
  desk.store.set({ project: told, line: [hold('a'), hold('b'), hold('c')] })
  return desk
}
const answer = ({ store }: Desk) => store.set({ line: store.get().line.slice(1) })

test('instructions open by themselves once, and the first answer closes them', () => {
  const desk = enter()
  expect(desk.store.get().reading).toBe(true)
  answer(desk)
  expect(desk.store.get().reading).toBe(false)
  expect(enter().store.get().reading).toBe(false)
})

test('who opens them again keeps them open', () => {
  const desk = enter()
  desk.store.set({ reading: false })
  desk.store.set({ reading: true })
  answer(desk)
  expect(desk.store.get().reading).toBe(true)
})
