import { expect, test } from 'vitest'
import { networkOf, networksIn } from './network.ts'

test.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::1', '2001:db8:0:0::/64'],
])('the network of %s', (address, network) => {
  expect(networkOf(address)).toBe(network)
})

test.each([
  ['10.0.0.0/8, 192.0.2.1', ['10.1.2.3', '::ffff:10.1.2.3', '192.0.2.1'], ['11.0.0.1', '192.0.2.2', '::1', '']],
  ['loopback', ['127.0.0.1', '::1'], ['10.0.0.1']],
  ['fc00::/7', ['fd00::1'], ['2001:db8::1', '10.0.0.1']],
  ['', [], ['127.0.0.1']],
])('networks in "%s"', (list, inside, outside) => {
  const networks = networksIn(list)
  expect(inside.filter(networks.has)).toEqual(inside)
  expect(outside.filter(networks.has)).toEqual([])
})
