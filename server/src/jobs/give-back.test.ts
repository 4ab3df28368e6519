import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { giveBack } from './give-back.ts'

function start() {
  const now = { resident: 140e6, busy: 0.01, live: 120e6, collected: 0 }
  const look = giveBack({
    residentBytes: () => now.resident,
    busyShare: () => now.busy,
    collect: () => {
      now.collected++
      now.resident = now.live
    },
  })
  return { now, look }
}

test('what the start has left is given back, once', () => {
  const { now, look } = start()
  for (let n = 0; n < 5; n++) look()
  expect(now).toMatchObject({ collected: 1, resident: 120e6 })
})

test('what a load has left is given back when it is over', () => {
  const { now, look } = start()
  look()
  Object.assign(now, { resident: 300e6, busy: 0.5 })
  for (let n = 0; n < 5; n++) look()
  expect(now.collected).toBe(1)
  now.busy = 0.01
  for (let n = 0; n < 5; n++) look()
  expect(now).toMatchObject({ collected: 2, resident: 120e6 })
})

test('a little more is not worth it', () => {
  const { now, look } = start()
  look()
  now.resident = 140e6
  look()
  expect(now.collected).toBe(1)
})

test('the pages go back to the system, also where most of what was kept is gone', () => {
  const script = `
    import { thisProcess } from ${JSON.stringify(import.meta.resolve('./give-back.ts'))}
    const { residentBytes, collect } = thisProcess()
    let kept = []
    for (let n = 0; n < 2e6; n++) kept.push({ n, text: 'text ' + n })
    const peak = residentBytes()
    kept = null
    collect()
    console.log(JSON.stringify({ peak, left: residentBytes(), hidden: typeof globalThis.gc }))`
  const { stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', script], { encoding: 'utf8' })
  const { peak, left, hidden } = JSON.parse(stdout)
  expect(peak).toBeGreaterThan(150e6)
  expect(left).toBeLessThan(peak / 2)
  expect(hidden).toBe('undefined')
})
