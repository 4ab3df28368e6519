import type { ItemResult } from '@whisker/api/field-result.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { namingOf } from '../consolidation/naming.ts'
import type { Sql } from '../database/connect.ts'
import { tallyAgreement } from './agreement.ts'
import { type Crowd, emptyModels } from './crowd.ts'

const base = { label: '', help: '', required: true }
const spec: OutputField[] = [
  { ...base, type: 'input', name: 'animal' },
  { ...base, type: 'number', name: 'legs', required: false },
]
const specs = new Map([[1, spec]])
const crowd: Crowd = {
  ...{ refit: 1, refitAt: null, answers: 0, since: 0, cursor: { xid: '0', task_id: '', worker_id: '' }, version: 1 },
  ...{ specs, workers: new Map(), models: emptyModels(specs) },
  naming: namingOf({ language: 'en', synonyms: [{ from: 'kitty', to: 'cat' }], apart: [], joining: {} }),
}
const result = (values: Record<string, string | number | null>): ItemResult[] => [
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { value, confidence: 1, votes: [] }])),
]

/** What would be stored: [worker, agreed, compared] */
async function counted(tally: ReturnType<typeof tallyAgreement>): Promise<unknown[][]> {
  const rows: unknown[][] = []
  const tx = async (text: TemplateStringsArray, ...values: unknown[]) => {
    const [, ids, agreed, compared] = values as [number, string[], number[], number[]]
    if (text.join('').includes('insert')) rows.push(...ids.map((id, n) => [id, agreed[n], compared[n]]))
    return [{}]
  }
  await tally.store({ begin: (run: (sql: unknown) => unknown) => run(tx) } as unknown as Sql, 1)
  return rows
}

test('values agree by what they mean; no value agrees with a result that there is none', async () => {
  const tally = tallyAgreement(crowd)
  tally.add({
    version: 1,
    decided: false,
    fields: result({ animal: 'cat', legs: null }),
    answers: [
      { worker_id: 'a', values: [{ animal: 'Cat!' }] },
      { worker_id: 'b', values: [{ animal: 'kitty', legs: 4 }] },
      { worker_id: 'c', values: [{ animal: 'dog' }] },
    ],
  })
  expect(await counted(tally)).toEqual([
    ['a', 2, 2],
    ['b', 1, 2],
    ['c', 1, 2],
  ])
})

test('a single answer is its own result and says nothing, unless somebody who knows decided', async () => {
  const alone = {
    version: 1,
    fields: result({ animal: 'cat' }),
    answers: [{ worker_id: 'a', values: [{ animal: 'cat' }] }],
  }
  const tally = tallyAgreement(crowd)
  tally.add({ ...alone, decided: false })
  expect(await counted(tally)).toEqual([])
  tally.add({ ...alone, decided: true })
  expect(await counted(tally)).toEqual([['a', 1, 1]])
})
