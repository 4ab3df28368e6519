import { expect, test } from 'vitest'
import { breath } from './breath.ts'

function workMs(ms: number): void {
  for (const end = performance.now() + ms; performance.now() < end; );
}

async function workWith(breathe: () => Promise<void> | undefined): Promise<number> {
  let turns = 0
  const others = setInterval(() => turns++, 0)
  for (let step = 0; step < 50; step++) {
    workMs(1)
    await breathe()
  }
  clearInterval(others)
  return turns
}

test('others have their turn in between', async () => {
  expect(await workWith(() => undefined)).toBe(0)
  expect(await workWith(breath())).toBeGreaterThanOrEqual(5)
})

test('nobody waits who has not worked for long', () => {
  expect(breath()()).toBeUndefined()
})
