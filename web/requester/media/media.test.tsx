import { MantineProvider } from '@mantine/core'
import { InputField } from '@whisker/api/fields.ts'
import type { MediumName } from '@whisker/api/media/media.ts'
import type { ReactNode } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, test } from 'vitest'
import { renditionUrl } from '../../ui/picture.tsx'
import { firstMedium, glimpsesOf, likelyMedium, media, valuesOf } from './media.ts'

const asset = (digit: string) => `asset:${digit.repeat(64)}`
/** A value of each medium in a task, what its task is called by it, and what shows it. */
const examples: Record<MediumName, { value: string; title: string; shownBy: string; pictures: string[] }> = {
  image: { value: asset('a'), title: '', shownBy: renditionUrl(asset('a')), pictures: [renditionUrl(asset('a'))] },
  text: { value: 'a heron', title: 'a heron', shownBy: '>a heron<', pictures: [] },
}
/** Of another version than the tasks: says nothing of their values. */
const older = { version: 9, input_spec: [] }
const names = Object.keys(media) as MediumName[]
const drawn = (children: ReactNode) => renderToStaticMarkup(<MantineProvider>{children}</MantineProvider>)

describe.each(names)('%s', (name) => {
  const { value, title, shownBy, pictures } = examples[name]
  const medium = media[name]

  test('a value of a task finds it, without its field', () => expect(likelyMedium(value)).toBe(medium))

  test('it gives its task a title, or none', () => expect(medium.titleOf(value)).toBe(title))

  test('a value is shown on the page of its task and at the review desk', () => {
    const { OnTask, InReview } = medium
    expect(drawn(<OnTask value={value} label="What was seen" />)).toContain(shownBy)
    expect(drawn(<OnTask value={value} label="What was seen" />)).toContain('What was seen')
    expect(drawn(<InReview value={value} label="What was seen" />)).toContain(shownBy)
    expect(medium.picturesOf(value)).toEqual(pictures)
  })

  test('who can be seen at a glance is, and the others are not', () => {
    expect(glimpsesOf(older, { version: 1, task_spec: [{ value }] }, 0).map((one) => one.value)).toEqual(
      medium.Glimpse ? [value] : [],
    )
    if (medium.Glimpse) expect(drawn(<medium.Glimpse value={value} />)).toContain(shownBy)
  })

  test('a field that was of another medium keeps what it has', () => {
    const field = media[firstMedium].make({ name: 'shown', required: false, label: 'A' })
    expect(InputField.parse(medium.make(field))).toEqual({ name: 'shown', type: name, required: false, label: 'A' })
  })
})

test('each has words of its own; what looks like a picture and is none is a text', () => {
  expect(new Set(names.map((name) => media[name].words)).size).toBe(names.length)
  for (const value of ['', 'asset:', 'asset:dog', `${asset('a')}0`, asset('A')])
    expect(likelyMedium(value)).toBe(media.text)
})

test('glimpses come in the order of the item', () => {
  const task = { version: 1, task_spec: [{ a: asset('b'), t: 'a heron', c: asset('a') }] }
  expect(glimpsesOf(older, task, 0).map(({ value }) => value)).toEqual([asset('b'), asset('a')])
  expect(glimpsesOf(older, task, 1)).toEqual([])
})

test('a text that looks like the name of a picture is a text, where the form says so', () => {
  const input_spec = [media.text.make({ name: 'seen', required: true, label: '' })]
  const task_spec = [{ seen: asset('a'), gone: asset('b') }]
  const mediaIn = (version: number) =>
    valuesOf({ version: 2, input_spec }, { version, task_spec }, 0).map(({ medium }) => medium)
  expect(mediaIn(2)).toEqual([media.text, media.image])
  // The field may have been one of pictures then.
  expect(mediaIn(1)).toEqual([media.image, media.image])
  expect(glimpsesOf({ version: 2, input_spec }, { version: 2, task_spec: [{ seen: asset('a') }] }, 0)).toEqual([])
})
