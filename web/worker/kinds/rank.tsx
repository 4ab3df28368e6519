/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { rankedIn } from '@whisker/api/kinds/rank.ts'
import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import type { Language } from '../language/languages.ts'
import type { WorkerKind } from './kind.ts'
import { toggled } from './order.ts'
import { plain } from './plain.ts'
import { RankList } from './rank-list.tsx'
import { wordOf } from './rank-thing.tsx'
import { rankWords } from './rank-words.ts'

/** Several things, best first. Digits give the places: the first that is pressed is the best. */
export const rank: WorkerKind<FieldOf<'rank'>> = {
  ...plain,
  choices: {
    count: (field) => rankedIn(field).length,
    taken: (field, before, index) => toggled(field, before, rankedIn(field)[index] ?? ''),
    after: 'stays',
  },
  faults: { missing: (_, __, language) => rankWords[language as Language].all },
  words(field, value, _language, _t, inputs = []) {
    const name = (one: string) => wordOf(field, inputs, one)
    return (value as RankValue).map((group) => group.map(name).join(' = ')).join(' > ')
  },
  Control: RankList,
}
