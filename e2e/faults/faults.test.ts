import { expect, test } from 'vitest'
import { control } from './plans.ts'
import { runRounds } from './rounds.ts'

const seed = Number(process.env.FAULT_SEED ?? Date.now() % 1e6)

test(`C-20 nothing acknowledged is lost or doubled by kill -9 of the server and of PostgreSQL (seed ${seed})`, {
  timeout: 150_000,
}, async () => {
  const { faults, ok, answers, events, riders } = await runRounds({
    harms: ['server', 'postgres'],
    projects: ['steady', 'moving', 'single'],
    seed,
    roundMs: 1500,
    answersARound: 3,
  })
  expect(faults.slice(0, 5).join('\n')).toBe('')
  expect(ok).toBeGreaterThan(20)
  expect(answers).toBeGreaterThan(2)
  expect(events).toBeGreaterThan(20)
  // Most answers go the ordinary way, which is what is tried here.
  expect(riders?.count.together).toBeGreaterThan(riders?.count.alone ?? 0)
})

test(`C-20 the control: where PostgreSQL acknowledges too early, the checker sees the loss (seed ${seed})`, {
  timeout: 150_000,
}, async () => {
  const { faults } = await runRounds({ ...control, seed, roundMs: 2500 })
  expect(faults.join('\n')).toMatch(/task was acknowledged as ".*", and is "nothing"/)
})
