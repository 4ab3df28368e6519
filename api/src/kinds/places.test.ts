import { expect, test } from 'vitest'
import { checkAnswer } from '../answers.ts'
import { readCell } from '../cells.ts'
import { fieldProblems } from '../field-problems.ts'
import { OutputField, OutputSpecDraft } from '../fields.ts'
import { fitAnswer, takesSameAnswers } from '../form-change.ts'
import { kindOf } from './kinds.ts'

const birds = [
  { value: 'bird', code: 'AVES' },
  { value: 'heron', parent: 'bird', synonyms: ['Ardeidae'] },
  { value: 'grey heron', parent: 'heron', code: '42', synonyms: ['Ardea cinerea', 'blue one'] },
  { value: 'purple heron', parent: 'heron', synonyms: ['Ardea purpurea', 'blue one'] },
]
const select = (options: object[]) => OutputField.parse({ name: 'x', type: 'select', options })
const faults = (options: unknown) => {
  const { error } = OutputSpecDraft.safeParse([{ name: 'x', type: 'select', options }])
  return error
    ? fieldProblems(error).map(({ pointer, detail }) => `${pointer.replace('/0/options', '')} ${detail}`)
    : []
}
const answered = (value: unknown, options: object[] = birds) => checkAnswer([select(options)], 1, [{ x: value }])

test('a tree has parents that exist, no circle, and no more than 20 levels', () => {
  expect(faults(birds)).toEqual([])
  expect(faults(birds.toReversed())).toEqual([])
  expect(faults([{ value: 'a', parent: 'b' }])).toEqual(['/0/parent is the value of no option: "b".'])
  expect(faults([{ value: 'a', parent: 'a' }])).toEqual(['/0/parent is the option itself: "a".'])
  const circle = ['a', 'b', 'c'].map((value, n) => ({ value, parent: 'bca'[n] }))
  expect(faults([...circle, { value: 'd', parent: 'a' }])).toEqual([
    '/0/parent goes round in a circle that comes back to "a". Let one of its places stand at the top.',
  ])
  const chain = (length: number) =>
    Array.from({ length }, (_, n) => ({ value: `v${n}`, ...(n > 0 && { parent: `v${n - 1}` }) }))
  expect(faults(chain(20))).toEqual([])
  expect(faults(chain(22).toReversed())).toEqual(['/1/parent makes more than 20 levels.'])
})

test('a code is of one option, and no code or synonym is what another one is called; a synonym may be shared', () => {
  const taken = (name: string) => `is what another option is called: "${name}". Take one of the two away.`
  expect(
    faults([
      { value: 'a', code: 'X1' },
      { value: 'b', code: 'x1' },
    ]),
  ).toEqual([`/1/code ${taken('a')}`])
  expect(
    faults([
      { value: 'a', label: 'Heron' },
      { value: 'b', code: 'heron' },
    ]),
  ).toEqual([`/1/code ${taken('a')}`])
  expect(faults([{ value: 'a', synonyms: ['z', 'B'] }, { value: 'b' }])).toEqual([`/0/synonyms/1 ${taken('b')}`])
  expect(
    faults([
      { value: 'a', synonyms: ['7'] },
      { value: 'b', code: '7' },
    ]),
  ).toEqual([`/0/synonyms/0 ${taken('b')}`])
  expect(
    faults([
      { value: 'a', synonyms: ['z', 'a'] },
      { value: 'b', synonyms: ['z'] },
    ]),
  ).toEqual([])
})

test('ten thousand options of whatever kind are looked through in a moment, and no more is told than is read', () => {
  const many = (one: (n: number) => unknown) => Array.from({ length: 10_000 }, (_, n) => one(n))
  const hostile = [
    many(() => ({ value: 'a' })),
    many((n) => ({ value: `v${n}`, parent: 'nowhere' })),
    many((n) => ({ value: `v${n}`, parent: `v${(n + 1) % 10_000}` })),
    many((n) => ({ value: `v${n}`, ...(n > 0 && { parent: `v${n - 1}` }) })),
    many((n) => ({ value: `v${n}`, code: 'same', synonyms: Array(20).fill(`v${(n + 1) % 10_000}`) })),
    many((n) => ({ value: `v${n}`, synonyms: Array(20).fill(3) })),
    many((n) => ({ value: `v${n}`, synonyms: 'a' })),
    many(() => null),
    many(() => ({})),
  ]
  for (const options of hostile) {
    const told = faults(options)
    expect(told.length).toBeGreaterThan(0)
    expect(told.length).toBeLessThanOrEqual(50)
    expect(told[0]).toMatch(/^\/\d+/)
  }
  expect(faults(many((n) => ({ value: `v${n}`, ...(n > 0 && { parent: 'v0' }) })))).toEqual([])
  expect(faults([...many((n) => ({ value: `v${n}` })), { value: 'one more' }])).toEqual([
    ' must have at most 10000 entries.',
  ])
  const plain = [
    { value: 'a', synonyms: [' '] },
    { value: '', label: 'b' },
    { value: 'c\0' },
    { value: 'd', parents: 'a' },
  ]
  expect(faults(plain)).toHaveLength(4)
})

test('one may answer at any level, by value, code or synonym, and never by a name that two have', () => {
  const said = (value: unknown) => {
    const checked = answered(value)
    return checked.ok ? checked.answer[0]!.x : checked.errors[0]
  }
  expect(said('bird')).toBe('bird')
  expect(said('grey heron')).toBe('grey heron')
  expect(said('aves')).toBe('bird')
  expect(said('ARDEIDAE ')).toBe('heron')
  expect(said('42')).toBe('grey heron')
  expect(said('Blue one')).toMatchObject({
    code: 'ambiguous',
    pointer: '/answer/0/x',
    detail: 'must be one of: grey heron, purple heron.',
  })
  expect(said('stork')).toMatchObject({ code: 'unknown_option' })
  expect(said(42)).toMatchObject({ code: 'unknown_option' })
  const long = Array.from({ length: 10_000 }, (_, n) => ({ value: `v${n}` }))
  const refused = answered('w', long)
  expect(refused).toMatchObject({ errors: [{ detail: expect.stringMatching(/v99 and 9900 more\.$/) }] })
})

test('a cell is read as an answer is; a result is found by the places above', () => {
  const field = select(birds)
  const cell = readCell(field, ' Ardea purpurea ')
  expect(cell.ok && answered(cell.value)).toEqual({ ok: true, answer: [{ x: 'purple heron' }] })
  expect(kindOf(field).names('grey heron', field)).toEqual(['grey heron', 'heron', 'bird'])
  expect(kindOf(field).names('of an older form', field)).toEqual(['of an older form'])
  const flat = select([{ value: 'a' }])
  expect(kindOf(flat).names('a', flat)).toEqual(['a'])
})

test('a change of the form: what is added or moved leaves the answers, what is removed does not, a new name may keep the old one', () => {
  const before = select(birds)
  const answer = [{ x: 'grey heron' }]
  const after = (options: object[]) => [select(options)]
  const words = (options: object[]) => takesSameAnswers([before], after(options))
  const moved = birds.map((one) => (one.value === 'grey heron' ? { ...one, parent: 'bird' } : one))
  expect(words(moved)).toBe(true)
  expect(words(birds.map(({ value }) => ({ value, code: `c ${value}` })))).toBe(true)
  expect(words([...birds, { value: 'stork', parent: 'bird' }])).toBe(false)
  expect(fitAnswer(after([...birds, { value: 'stork', parent: 'bird' }]), 1, answer)).toEqual({ ok: true, answer })
  const without = birds.filter(({ value }) => value !== 'grey heron')
  expect(fitAnswer(after(without), 1, answer)).toMatchObject({ ok: false, errors: [{ code: 'unknown_option' }] })
  const renamed = [...without, { value: 'Ardea cinerea', parent: 'heron', synonyms: ['grey heron'] }]
  expect(words(renamed)).toBe(false)
  expect(fitAnswer(after(renamed), 1, answer)).toEqual({ ok: true, answer: [{ x: 'Ardea cinerea' }] })
})
