import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { defaultKeys } from '../keys/keymap.ts'
import {
  forgetPerson,
  hasJoined,
  hasRead,
  keepSettings,
  noteJoined,
  noteRead,
  readingMark,
  readSettings,
  readTally,
} from './device.ts'

const kept = new Map<string, string>()

beforeEach(() => {
  kept.clear()
  vi.stubGlobal('localStorage', {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  })
})
afterEach(() => void vi.unstubAllGlobals())

test('settings are remembered; a language that was not chosen follows the browser', () => {
  const first = readSettings(['de-AT'])
  expect(first).toEqual({ language: 'de', enterSends: false, sendOnChoose: false, keymap: defaultKeys })
  keepSettings({ ...first, enterSends: true, keymap: { ...defaultKeys, skip: 'x' } }, false)
  expect(readSettings(['fr'])).toMatchObject({ language: 'fr', enterSends: true, keymap: { skip: 'x' } })
  keepSettings({ ...first, language: 'ar' }, true)
  expect(readSettings(['fr']).language).toBe('ar')
})

test.each(['null', '[]', '"x"', '{', '{"language":"constructor","keys":7,"enterSends":"yes"}'])(
  'X-05 junk in the storage is as nothing: %s',
  (junk) => {
    kept.set('whisker-worker', junk)
    kept.set('whisker-tally', junk)
    expect(readSettings(['en'])).toEqual({
      language: 'en',
      enterSends: false,
      sendOnChoose: false,
      keymap: defaultKeys,
    })
    expect(readTally('ada')).toEqual({ personId: 'ada', days: {}, seconds: [] })
  },
)

test('instructions are new again when a word of them or the form changes', () => {
  noteRead(64, readingMark(1, 'Look.'))
  expect(hasRead(64, readingMark(1, 'Look.'))).toBe(true)
  expect(hasRead(64, readingMark(1, 'Look!'))).toBe(false)
  expect(hasRead(64, readingMark(2, 'Look.'))).toBe(false)
})

test('the next person on this device finds nothing of the last one', () => {
  noteJoined()
  noteRead(64, 'x')
  kept.set('whisker-tally', JSON.stringify({ personId: 'ada', days: { '2026-11-23': 5 }, seconds: [1] }))
  expect(readTally('bob').days).toEqual({})
  expect(readTally('ada').days).toEqual({ '2026-11-23': 5 })
  forgetPerson()
  expect([hasJoined(), hasRead(64, 'x'), readTally('ada').days]).toEqual([false, false, {}])
})

test('a browser without storage works as on the first day', () => {
  vi.stubGlobal('localStorage', undefined)
  noteJoined()
  expect(hasJoined()).toBe(false)
  expect(readSettings(['en']).language).toBe('en')
  forgetPerson()
})
