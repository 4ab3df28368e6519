import { expect, test } from 'vitest'
import { maxNameCharacters, nameOfPath } from './file-names.ts'

test('B12 a path is a name as it is, backslashes too; a longer one keeps its end, whole characters, and that is told', () => {
  for (const path of ['a.jpg', 'back\\slash.jpg', `${'\u{1f408}'.repeat(996)}.jpg`])
    expect(nameOfPath(path)).toEqual({ name: path, isShortened: false })
  const long = `${'folder/'.repeat(170)}\u{1f408}${'x'.repeat(18)}.jpg`
  const { name, isShortened } = nameOfPath(long)
  expect([[...name].length, isShortened, name.isWellFormed()]).toEqual([maxNameCharacters, true, true])
  expect(long.endsWith(name.slice(1))).toBe(true)
  expect(nameOfPath('\u{1f408}'.repeat(2000)).name.isWellFormed()).toBe(true)
})
