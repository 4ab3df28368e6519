import { expect, test } from 'vitest'
import { sendPicture } from './send-picture.ts'

const opened = (head: string) => async () => new File([Buffer.from(head.padEnd(200, '\0'), 'latin1')], 'a.jpg')

test.each([
  ['IMG_0001.jpg', '\0\0\0\x24ftypheic\0\0\0\0mif1heic', /HEIC photo.*Convert Image/],
  ['scan.png', 'BM\x7a\0\0\0\0\0\0\0\x36\0\0\0', /BMP picture.*mogrify -format png/],
])('B4 %s is named for what it is, with what to do, before it is sent', async (path, head, says) => {
  expect(await sendPicture(1, 'picture', { path, open: opened(head) })).toEqual({
    state: 'refused',
    reason: expect.stringMatching(says),
  })
})
