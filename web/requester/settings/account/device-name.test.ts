import { expect, test } from 'vitest'
import { deviceName } from './device-name.ts'

test('devices have names that people use', () => {
  expect(deviceName('Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0')).toBe('Firefox on Linux')
  expect(
    deviceName('Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Version/18.0 Safari/604.1'),
  ).toBe('Safari on iOS')
  expect(deviceName('curl/8.0')).toBe('curl/8.0')
  expect(deviceName('')).toBe('Unknown')
})
