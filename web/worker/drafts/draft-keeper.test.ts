import { expect, test } from 'vitest'
import type { Draft } from '../storage/draft.ts'
import { lastWordsIn } from '../storage/last-words.ts'
import { memoryShelves } from '../storage/memory-shelves.ts'
import { createDraftKeeper } from './draft-keeper.ts'

function draft(text: string): Draft {
  return { id: 'a', token: 't', projectId: 1, version: 1, personId: 'ada', items: [{ animal: text }], at: 0 }
}

test('fast typing is few writes, the first one at once, the last one whole', async () => {
  const { drafts } = memoryShelves()
  const written: unknown[] = []
  const put = drafts.put
  drafts.put = async (value) => {
    written.push(value.items[0]?.animal)
    await new Promise((resolve) => setTimeout(resolve, 5))
    return put(value)
  }
  const keeper = createDraftKeeper(drafts)
  for (const text of ['c', 'ca', 'cat']) keeper.keep(draft(text))
  expect(written).toEqual(['c'])
  await new Promise((resolve) => setTimeout(resolve, 30))
  expect(written).toEqual(['c', 'cat'])
  expect(await drafts.all()).toEqual([draft('cat')])
})

test('a draft that was sent does not come back from a slow write', async () => {
  const { drafts } = memoryShelves()
  const put = drafts.put
  drafts.put = async (value) => {
    await new Promise((resolve) => setTimeout(resolve, 5))
    return put(value)
  }
  const keeper = createDraftKeeper(drafts)
  keeper.keep(draft('cat'))
  keeper.forget('a')
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await drafts.all()).toEqual([])
})

test('what the device had not written when the page went is taken in by the next page, once', async () => {
  const storage = memoryStorage()
  const { drafts } = memoryShelves()
  const written = drafts.put
  drafts.put = () => new Promise(() => {})
  const gone = createDraftKeeper(
    drafts,
    lastWordsIn(() => storage),
  )
  for (const text of ['c', 'ca', 'cat']) gone.keep(draft(text))
  gone.leave()

  drafts.put = written
  await createDraftKeeper(
    drafts,
    lastWordsIn(() => storage),
  ).recover()
  expect(await drafts.all()).toEqual([draft('cat')])
  expect(storage.length).toBe(0)
})

test('last words of a page that stayed after all are forgotten', async () => {
  const storage = memoryStorage()
  const { drafts } = memoryShelves()
  const keeper = createDraftKeeper(
    drafts,
    lastWordsIn(() => storage),
  )
  keeper.keep(draft('cat'))
  keeper.leave()
  expect(storage.length).toBe(1)
  await new Promise((resolve) => setTimeout(resolve, 5))
  keeper.forget('a')
  keeper.leave()
  await new Promise((resolve) => setTimeout(resolve, 5))
  expect(storage.length).toBe(0)
  await createDraftKeeper(
    drafts,
    lastWordsIn(() => storage),
  ).recover()
  expect(await drafts.all()).toEqual([])
})

test('a browser that refuses to store anything', async () => {
  const { drafts } = memoryShelves()
  const refusing = () => {
    throw new Error('SecurityError')
  }
  const keeper = createDraftKeeper(drafts, lastWordsIn(refusing))
  keeper.keep(draft('cat'))
  keeper.leave()
  await keeper.recover()
  expect(await drafts.all()).toEqual([draft('cat')])
})

function memoryStorage(): Storage {
  const kept = new Map<string, string>()
  return {
    get length() {
      return kept.size
    },
    key: (n) => [...kept.keys()][n] ?? null,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
    clear: () => kept.clear(),
  }
}
