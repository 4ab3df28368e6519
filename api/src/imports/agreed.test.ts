import { expect, test } from 'vitest'
import { agreed } from './agreed.ts'

test.each([
  ['nobody said a thing', [], undefined],
  ['nobody of two said a thing', [null, null], undefined],
  ['one alone', [['a']], null],
  ['two alike', [['a'], ['a']], ['a']],
  ['two of three', [['a'], ['b'], ['a']], ['a']],
  ['half of four', [['a'], ['a'], ['b'], ['c']], null],
  ['who said nothing counts among all', [['a'], ['a'], null, null], null],
  ['two and two', [['a'], ['a'], ['b'], ['b']], null],
  ['nothing ticked, by both', [[], []], []],
] as const)('%s', (_, said, value) => expect(agreed(said)).toEqual(value))
