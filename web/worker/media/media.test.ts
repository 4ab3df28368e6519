import { InputField } from '@whisker/api/fields.ts'
import type { MediumName } from '@whisker/api/media/media.ts'
import { ShownValue } from '@whisker/api/media/shown.ts'
import type { ComponentChild } from 'preact'
import { describe, expect, test } from 'vitest'
import { messages as en } from '../language/messages/en.ts'
import { createTranslate } from '../language/translate.ts'
import { picturesOf } from '../work/desk.ts'
import { holdOf } from '../work/line.ts'
import { media, mediumOf } from './media.ts'
import type { ShownOf } from './medium.ts'
import { samples } from './samples.ts'

/** A value of each medium; the pictures that it needs; what is drawn of it among the answers that were given. */
const examples: { [M in MediumName]: { value: ShownOf<M>; pictures: string[]; past: [string, object] } } = {
  image: {
    value: { type: 'image', url: '/a.jpg', width: 4, height: 3, original: { width: 8, height: 6 } },
    pictures: ['/a.jpg'],
    past: ['img', { src: '/a.jpg', alt: 'Picture 2', width: 4, height: 3 }],
  },
  text: {
    value: { type: 'text', text: 'a heron' },
    pictures: [],
    past: ['p', { children: 'a heron', lang: 'de', dir: 'auto' }],
  },
}
const names = Object.keys(media) as MediumName[]
const t = createTranslate('en', en)
const content = { lang: 'de', dir: 'auto' } as const

describe.each(names)('%s', (name) => {
  const { value, pictures, past } = examples[name]
  const medium = mediumOf(value)

  test('a value finds its medium, and names the pictures that it needs', () => {
    expect(medium).toBe(media[name])
    expect(medium.pictures(value)).toEqual(pictures)
  })

  test('it is drawn among the answers that were given', () => {
    const [type, props] = past
    expect(medium.Past({ value, number: 2, t, content })).toMatchObject({ type, props })
  })

  test('the preview shows a sample of it that the service could have sent, with a label or without', () => {
    for (const label of ['A bird', '']) {
      const sample = samples[name](InputField.parse({ name: 'shown', type: name, label }))
      expect(ShownValue.parse(sample)).toEqual(sample)
      expect(sample.type).toBe(name)
    }
  })

  test('what stands around its values holds them all', () => {
    const children: ComponentChild[] = ['one', 'two']
    expect(medium.Group({ count: 2, taskId: 'a', children }).props.children).toBe(children)
  })
})

test('another task begins at the top of its text, and keeps the viewers of its pictures', () => {
  const keyOf = (name: MediumName, taskId: string) => media[name].Group({ count: 1, taskId, children: null }).key
  expect(keyOf('text', 'a')).not.toBe(keyOf('text', 'b'))
  expect(keyOf('image', 'a')).toBe(keyOf('image', 'b'))
})

test('up to three pictures stand side by side', () => {
  const columns = (count: number) => media.image.Group({ count, taskId: 'a', children: null }).props
  expect([1, 2, 3, 7].map(columns)).toMatchObject([1, 2, 3, 3].map((many) => ({ style: { '--columns': many } })))
})

test('a sample text is called as its field', () => {
  const sample = (label: string) => samples.text({ name: 'shown', type: 'text', required: true, label }).text
  expect([sample('A bird').slice(0, 8), sample('').slice(0, 7)]).toEqual(['A bird. ', 'shown. '])
})

test('the pictures of a task are loaded in the order of its items', () => {
  const picture = (url: string) => ({ ...examples.image.value, url })
  const items: Record<string, ShownValue>[] = [
    { a: picture('/1'), b: examples.text.value, c: picture('/2') },
    { a: picture('/3') },
  ]
  const assignment = { id: 'a', project_id: 1, version: 1, token: '', deadline: '', seconds_left: 60, items }
  expect(picturesOf(holdOf(assignment, Date.now()))).toEqual(['/1', '/2', '/3'])
})
