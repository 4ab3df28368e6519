import { ApiError } from '@whisker/api/client.ts'
import { expect, test, vi } from 'vitest'
import { saveMerged } from './save-merged.ts'

type Hook = { url: string; description: string; updated_at: number }

type Settings = Pick<Hook, 'url' | 'description'>

const draftOf = ({ url, description }: Hook): Settings => ({ url, description })
const base: Hook = { url: 'a', description: '', updated_at: 1 }

function meanwhile(): ApiError {
  const detail =
    'Since you read the webhook, "url" was changed by Ada (10:00). Nothing was saved. Read the webhook again, and so on.'
  return new ApiError({
    type: 'urn:whisker:problem:changed_meanwhile',
    ...{ title: 'Changed', status: 409, code: 'changed_meanwhile', detail, request_id: '' },
  })
}

/** A server that has something newer, and refuses what is based on something older where both have changed the same. */
function service(stored: Hook) {
  const state = { stored }
  return {
    state,
    read: async () => state.stored,
    send: vi.fn(async (changes: Partial<Settings>, { updated_at, ...before }: Hook) => {
      const keys = Object.keys(changes) as (keyof Settings)[]
      const lost = keys.some((key) => state.stored[key] !== before[key] && state.stored[key] !== changes[key])
      if (updated_at < state.stored.updated_at && lost) throw meanwhile()
      state.stored = { ...state.stored, ...changes, updated_at: state.stored.updated_at + 1 }
      return state.stored
    }),
  }
}

const never = async () => {
  throw new Error('nobody had to be asked')
}

test('C2 only what differs is sent, so that what others have changed beside it stays', async () => {
  const { send, read, state } = service({ ...base, url: 'theirs', updated_at: 2 })
  const draft = { url: 'a', description: 'mine' }
  await saveMerged({ base, draft, draftOf, send, read }, never)
  expect(send.mock.calls.map(([changes]) => changes)).toEqual([{ description: 'mine' }])
  expect(state.stored).toMatchObject({ url: 'theirs', description: 'mine' })
})

test.each([
  ['mine', 'mine'],
  ['theirs', 'theirs'],
] as const)(
  'C2 where both have changed the same the person is told by whom, and says which stands: %s',
  async (side, url) => {
    const { send, read, state } = service({ ...base, url: 'theirs', updated_at: 2 })
    const ask = vi.fn(async () => side)
    await saveMerged({ base, draft: { url: 'mine', description: 'more' }, draftOf, send, read }, ask)
    expect(ask.mock.calls).toEqual([
      [
        [{ at: 'url', mine: 'mine', theirs: 'theirs' }],
        'Since you read the webhook, "url" was changed by Ada (10:00).',
      ],
    ])
    expect(state.stored).toMatchObject({ url, description: 'more' })
  },
)

test('C2 where theirs stands and nothing else was changed there is nothing to send', async () => {
  const { send, read } = service({ ...base, url: 'theirs', updated_at: 2 })
  const draft = { url: 'mine', description: '' }
  expect(await saveMerged({ base, draft, draftOf, send, read }, async () => 'theirs')).toMatchObject({ url: 'theirs' })
  expect(send.mock.calls.length).toBe(1)
})

test('C2 who would rather go on saves nothing', async () => {
  const { send, read, state } = service({ ...base, url: 'theirs', updated_at: 2 })
  const saved = await saveMerged(
    { base, draft: { url: 'mine', description: '' }, draftOf, send, read },
    async () => null,
  )
  expect([saved, state.stored.url]).toEqual(['cancelled', 'theirs'])
})

test('C2 other failures, and a conflict that does not end, are told', async () => {
  const read = async () => ({ ...base, url: 'theirs' })
  const draft = { url: 'mine', description: '' }
  const send = vi.fn(async () => {
    throw meanwhile()
  })
  await expect(saveMerged({ base, draft, draftOf, send, read }, async () => 'mine')).rejects.toThrow('Since you read')
  expect(send.mock.calls.length).toBe(6)
  const broken = async () => {
    throw new TypeError('fetch failed')
  }
  await expect(saveMerged({ base, draft, draftOf, send: broken, read }, never)).rejects.toThrow('fetch failed')
})
