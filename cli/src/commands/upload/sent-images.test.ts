import { writeFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { scratchFolder } from '../../whisker.fixture.ts'
import { readSentImages } from './sent-images.ts'

const scratch = scratchFolder()

test('the history of the article’s script is a list of names; folders in them do not count', async () => {
  await writeFile(scratch.path('sent_images.json'), '["cat.jpg", "C/dog.png"]')
  expect(await readSentImages(scratch.path('sent_images.json'))).toEqual(new Set(['cat.jpg', 'dog.png']))
  expect(await readSentImages(scratch.path('missing.json'))).toBeNull()
})

test.each(['{"cat.jpg": true}', '[1, 2]', 'cat.jpg', ''])('another file is not taken for one: %s', async (text) => {
  await writeFile(scratch.path('other.json'), text)
  await expect(readSentImages(scratch.path('other.json'))).rejects.toThrow(/not the history/)
})
