import { expect, test } from 'vitest'
import { readHeader } from './csv-header.ts'

test('hashes of pictures are passed over, also those of a form that had another number of pictures', () => {
  const image = (name: string) => ({ name, type: 'image' as const })
  for (const inputs of [[image('photo')], [image('photo'), image('back')]])
    for (const title of ['sha256', 'photo_sha256']) {
      const { outputs, untitled } = readHeader(['animal'], inputs, ['name', 'animal', title])
      expect([outputs, untitled]).toEqual([[{ name: 'animal', at: 1 }], []])
    }
  expect(() => readHeader(['animal'], [image('photo')], ['name', 'animal', 'md5'])).toThrow()
})
