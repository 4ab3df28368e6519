import { checkAnswer } from '@whisker/api/answers.ts'
import { OutputField } from '@whisker/api/fields.ts'
import { expect, test } from 'vitest'
import { answerChecks } from './answer-checks.ts'

test('keys that look the same are one key to the service', () => {
  const field = OutputField.parse({
    ...{ name: 'seen', type: 'rows', key: 'what' },
    fields: [{ name: 'what', type: 'input' }],
  })
  const answer = [{ seen: [{ what: 'Zebra' }, { what: 'zebra' }] }]
  expect(checkAnswer([field], 1, answer, answerChecks())).toMatchObject({
    errors: [{ pointer: '/answer/0/seen/1/what', code: 'duplicate' }],
  })
})
