import { expect, test } from 'vitest'
import { checkAnswer } from '../answers.ts'
import { OutputField } from '../fields.ts'

const options = Array.from({ length: 100 }, (_, n) => ({ value: `option ${n} ${'é'.repeat(80)}` }))
const attributes = Array.from({ length: 10 }, (_, n) => ({ name: `a${n}`, type: 'select', options }))
const field = OutputField.parse({ name: 'animals', type: 'boxes', attributes })
const boxes = (value: string) =>
  Array.from({ length: 1000 }, () => ({
    ...{ x: 1, y: 2, width: 3, height: 4 },
    attributes: Object.fromEntries(attributes.map(({ name }) => [name, value])),
  }))

test.each([
  ['right', options.at(-1)!.value],
  ['right, spelled otherwise', options.at(-1)!.value.normalize('NFD')],
  ['wrong', 'é'.repeat(200)],
])('a thousand objects with ten attributes of a hundred options are looked through in a moment: %s', (name, value) => {
  const before = performance.now()
  expect(checkAnswer([field], 1, [{ animals: boxes(value) as never }]).ok).toBe(name !== 'wrong')
  expect(performance.now() - before).toBeLessThan(1000)
})
