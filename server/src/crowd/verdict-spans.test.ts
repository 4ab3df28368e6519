import { OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { namingOf } from '../consolidation/naming.ts'
import { judgeTask } from './verdict.ts'

const text = 'Ann met Bo in Rome'
const span = (label: string, start: number, end: number) => ({ label, start, end, text: text.slice(start, end) })

test('fewer spans than the form asks for are for a person to see, also where all answers are in', () => {
  const options = ['name', 'place'].map((value) => ({ value }))
  const spec = [OutputField.parse({ type: 'spans', name: 'words', options, min_count: 2 })]
  const both = [span('name', 0, 3), span('place', 0, 18)]
  const judged = (answers: unknown[], min_count: number) =>
    judgeTask(null, {
      version: 1,
      spec: [{ ...spec[0]!, min_count } as OutputField],
      itemCount: 1,
      policy: { minAnswers: 3, maxAnswers: 3, confidence: 0.9 },
      naming: namingOf({ language: 'en', synonyms: [], apart: [], joining: {} }),
      answers: answers.map((words, n) => ({ worker_id: `${n}`, values: [{ words }] }) as never),
    })
  // They were given while the form let spans share characters; it does no more.
  const { step, admissible, fields } = judged([both, both, both], 2)
  expect(fields[0]!.words!.value).toEqual([span('name', 0, 3)])
  expect([step, admissible]).toEqual(['review', false])
  expect(judged([both, both, both], 1).admissible).toBe(true)
})
