import { expect, test } from 'vitest'
import { fieldProblems } from './field-problems.ts'
import { ProjectDraft } from './project-settings.ts'

const good = {
  title: 'Animals',
  input_spec: [{ name: 'image', type: 'image' }],
  output_spec: [{ name: 'animal', type: 'input' }],
}
function faults(change: object) {
  const parsed = ProjectDraft.safeParse({ ...good, ...change })
  return parsed.success ? [] : fieldProblems(parsed.error).map(({ pointer, detail }) => `${pointer} ${detail}`)
}

test.each([
  ['nothing wrong', {}, []],
  ['an empty title', { title: '' }, ['/title must not be empty.']],
  ['no title', { title: undefined }, ['/title is required.']],
  ['no fields', { output_spec: [] }, ['/output_spec must have at least 1 entry.']],
  ['a number as text', { min_answers: '3' }, ['/min_answers must be a number.']],
  ['too many answers', { min_answers: 101 }, ['/min_answers must be at most 100.']],
  ['a misspelt field', { titel: 'x' }, ['/titel There is no field "titel" here. Check its spelling.']],
  [
    'an unknown type',
    { output_spec: [{ name: 'a', type: 'radios' }] },
    ['/output_spec/0/type has a type that does not exist.'],
  ],
  [
    'a bad name',
    { input_spec: [{ name: '1 a', type: 'image' }] },
    ['/input_spec/0/name must begin with a letter and consist of at most 63 letters, digits and _.'],
  ],
  [
    'a name used twice',
    { input_spec: [good.input_spec[0], good.input_spec[0]] },
    ['/input_spec/1/name is used twice: "image". Give each field a name of its own.'],
  ],
  [
    'options that look alike',
    { output_spec: [{ name: 'a', type: 'radio', options: [{ value: 'Cat' }, { value: 'cat' }] }] },
    [
      '/output_spec/0/options/1/value looks the same as "Cat": at most case, width, spaces or invisible characters differ. Take one of the two away, or call it something else.',
    ],
  ],
  [
    'a maximum below the minimum',
    { output_spec: [{ name: 'a', type: 'number', min: 3, max: 1 }] },
    ['/output_spec/0/max must not be below min.'],
  ],
  [
    'an address of another kind',
    { callback_url: 'ftp://x.example' },
    ['/callback_url must be an http:// or https:// address.'],
  ],
])('%s', (_, change, expected) => {
  expect(faults(change)).toEqual(expected)
})
