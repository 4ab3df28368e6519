import { expect, test } from 'vitest'
import { nowAndThen } from './beside.ts'

test('what goes on for long is said now and then, and what does not is not said', async () => {
  const said: number[] = []
  const say = nowAndThen((count: number) => said.push(count), 50)
  for (let count = 0; count < 1000; count++) say(count)
  expect(said).toEqual([])
  await new Promise((resolve) => setTimeout(resolve, 60))
  for (let count = 1000; count < 1005; count++) say(count)
  expect(said).toEqual([1000])
})
