import { expect, test } from 'vitest'
import { coinAccuracy, emptyCoins, packCoins, pushCoin, unpackCoins } from './online-coins.ts'

test('coins survive being packed into bytes, also as a view into a larger buffer; foreign bytes are refused', () => {
  const coins = emptyCoins(10)
  for (let t = 0; t < 300; t++) {
    const [workers, labels] = [
      [0, 1, t % 2 ? 2 : 3],
      [t % 3, t % 3, 3],
    ]
    for (let n = 1; n <= 3; n++) pushCoin(coins, { workers: workers.slice(0, n), labels: labels.slice(0, n) })
  }
  const bytes = packCoins(coins)
  const copy = unpackCoins(Buffer.concat([Buffer.alloc(3), bytes]).subarray(3))!
  for (let w = 0; w < 4; w++) expect(coinAccuracy(copy, w)).toBeCloseTo(coinAccuracy(coins, w), 4)
  expect(coinAccuracy(copy, 0)).toBeGreaterThan(coinAccuracy(copy, 2) + 0.2)
  expect(packCoins(copy)).toEqual(bytes)
  expect(unpackCoins(bytes.subarray(0, -4))).toBeNull()
  expect(unpackCoins(new Uint8Array(12))).toBeNull()
})
