import { expect, test } from 'vitest'
import { memoryShelves } from '../storage/memory-shelves.ts'
import type { Draft } from './draft.ts'
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
