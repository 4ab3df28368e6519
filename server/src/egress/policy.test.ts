import { describe, expect, test } from 'vitest'
import { createEgressPolicy } from './policy.ts'

const closed = createEgressPolicy({ allow: '', ownHosts: [] })
const verdict = (url: string, policy = closed) => {
  const check = policy.checkUrl(url)
  return check.ok ? 'ok' : check.code
}

describe('S-00: a fresh policy', () => {
  test.each([
    'https://example.com/cat.jpg',
    'http://example.com',
    'https://example.com:443/',
    'http://example.com:443/',
    'HTTPS://EXAMPLE.COM./a?b=c#d',
    'https://bücher.example/cat.jpg',
    'http://1.1.1.1/',
    'https://[2606:4700::1111]/',
    'https://local.example.com/',
    'https://internal-photos.example/',
  ])('lets %s through', (url) => expect(verdict(url)).toBe('ok'))
})

test.each([
  // S-01
  ...[
    'http://127.0.0.1:5432/',
    'http://localhost/',
    'http://localhost./',
    'http://foo.localhost/',
    'http://LOCALHOST../',
  ],
  // S-02
  ...['http://127.1/', 'http://0/', 'http://0x7f000001/', 'http://2130706433/', 'http://0177.0.0.1/', 'http://0x7f.1/'],
  ...['http://127.0.0.1./', 'http://127。0。0。1/', 'http://%31%32%37.0.0.1/', 'http://ⓛⓞⓒⓐⓛⓗⓞⓢⓣ/', 'http:127.0.0.1'],
  ...['http:\\\\127.0.0.1\\', 'http://017700000001/', 'https:/127.0.0.1/', 'http://①②⑦.0.0.1/'],
  // S-04
  ...[
    'http://[::1]/',
    'http://[::]/',
    'http://[::ffff:127.0.0.1]/',
    'http://[::ffff:7f00:1]/',
    'http://[::127.0.0.1]/',
  ],
  ...[
    'http://[0:0:0:0:0:0:0:1]/',
    'http://[64:ff9b::7f00:1]/',
    'http://[2002:7f00:1::]/',
    'http://[::ffff:0:127.0.0.1]/',
  ],
  // S-06 has its table in address.test.ts; one of each kind here
  ...[
    'http://10.1.2.3/',
    'http://192.168.1.1:22/',
    'http://255.255.255.255/',
    'http://[fc00::1]/',
    'http://[5f00::1]/',
  ],
  // S-07
  ...['http://169.254.169.254/latest/meta-data/', 'http://[fd00:ec2::254]/', 'http://metadata.google.internal/'],
  ...['http://168.63.129.16/', 'http://100.100.100.200/'],
  // names that can only be internal
  ...['http://db/', 'http://kubernetes.default.svc.cluster.local/', 'http://printer.local/', 'http://router.lan/'],
])('S-01, S-02, S-04, S-07: %s is a blocked address', (url) => {
  expect(verdict(url)).toBe('blocked_address')
})

test.each([
  ...[
    'file:///etc/passwd',
    'ftp://example.com/',
    'gopher://example.com/',
    'data:image/png;base64,AA==',
    'javascript:1',
  ],
  ...['blob:https://example.com/x', 'ws://example.com/', 'wss://example.com/', 'unix:/run/docker.sock', 'about:blank'],
  ...['s3://bucket/key', 'FILE:///etc/passwd', 'localhost:80', 'view-source:http://example.com'],
])('S-09: %s is a blocked scheme', (url) => {
  expect(verdict(url)).toBe('blocked_scheme')
})

test.each([22, 25, 5432, 6379, 0, 8080, 65535])('S-11: port %d of a public host is blocked', (port) => {
  expect(verdict(`http://example.com:${port}/`)).toBe('blocked_port')
  expect(verdict(`https://1.1.1.1:${port}/`)).toBe('blocked_port')
})

test.each([
  ...['', 'cat.jpg', '//example.com/', '/etc/passwd', 'http://', 'http://exa mple.com/', 'http://example.com:65536/'],
  ...[
    'https://user:secret@example.com/',
    'https://user@example.com/',
    'http://a:b@127.0.0.1/',
    'http://[fe80::1%25eth0]/',
  ],
  ...['java\nscript:alert(1)', 'http://exam\tple.com/', ' https://example.com/', 'http://1.2.3.4.5/', 'http://./'],
  ...['http://256.256.256.256/', `https://example.com/${'a'.repeat(8192)}`, 'http://exam\0ple.com/'],
])('%j is not a URL that we take', (url) => {
  expect(verdict(url)).toBe('invalid_url')
})

test('every refusal says what, why and what to do, and repeats no credentials', () => {
  for (const url of [
    'http://127.0.0.1/',
    'ftp://example.com/',
    'http://example.com:22/',
    'nonsense',
    'http://u:hunter2@a.example/',
  ]) {
    const check = closed.checkUrl(url)
    expect(check.ok ? '' : check.detail).toMatch(/\. .+\.$/)
    expect(JSON.stringify(check)).not.toContain('hunter2')
  }
})

describe('EGRESS_ALLOW', () => {
  const policy = createEgressPolicy({
    allow: ' 10.20.0.0/16, 192.168.1.7, 127.0.0.1:9000,[fd00::1]:9000, Minio.Internal:9000 ,photos:80,fd12::/16,',
    ownHosts: [],
  })

  test.each([
    ['http://10.20.255.1:8080/', 'ok'],
    ['http://10.21.0.1:8080/', 'blocked_address'],
    ['http://192.168.1.7:5000/', 'ok'],
    ['http://192.168.1.8/', 'blocked_address'],
    ['http://127.0.0.1:9000/', 'ok'],
    ['http://0x7f.1:9000/', 'ok'],
    ['http://127.0.0.1:9001/', 'blocked_address'],
    ['http://127.0.0.1/', 'blocked_address'],
    ['http://127.0.0.2:9000/', 'blocked_address'],
    ['http://[fd00::1]:9000/', 'ok'],
    ['http://[fd00:0::0001]:9000/', 'ok'],
    ['http://[fd00::1]:9001/', 'blocked_address'],
    ['http://[fd12:3456::1]:1/', 'ok'],
    ['http://minio.internal:9000/', 'ok'],
    ['http://minio.internal/', 'blocked_address'],
    ['http://other.internal:9000/', 'blocked_address'],
    ['http://photos/', 'ok'],
    ['http://photos:81/', 'blocked_address'],
    ['http://localhost:9000/', 'blocked_address'],
    ['file:///etc/passwd', 'blocked_scheme'],
    ['http://u:p@127.0.0.1:9000/', 'invalid_url'],
    // A public address does not get more ports than it has by itself.
    ['http://1.1.1.1:9000/', 'blocked_port'],
    // The name may lead into 10.20.0.0/16, where every port is open: decided when it is looked up.
    ['http://files.example.com:8080/', 'ok'],
  ])('%s: %s', (url, expected) => expect(verdict(url, policy)).toBe(expected))

  test('an ip:port entry opens no other port for names', () => {
    const narrow = createEgressPolicy({ allow: '127.0.0.1:9000', ownHosts: [] })
    expect(verdict('http://files.example.com:9000/', narrow)).toBe('ok')
    expect(verdict('http://files.example.com:9001/', narrow)).toBe('blocked_port')
  })

  test('S-00: it cannot switch the guard off', () => {
    for (const allow of ['0.0.0.0/0', '0.0.0.0/1,128.0.0.0/1', '::/0', '2000::/3', '10.0.0.0/7']) {
      expect(() => createEgressPolicy({ allow, ownHosts: [] })).toThrow(/too wide/)
    }
  })

  test.each([
    ...[
      '10.0.0.0/33',
      '10.0.0.0/',
      '10.0.0.0/8/8',
      '10.0.0/8',
      'example.com',
      'example.com/24',
      'http://example.com:80',
    ],
    ...['example.com:0', 'example.com:65536', 'example.com:x', '*', '*:80 x', 'fe80::1%eth0/64', '10.0.0.0/-8', ':80'],
  ])('%j stops the start with a reason', (allow) => {
    expect(() => createEgressPolicy({ allow, ownHosts: [] })).toThrow(/^EGRESS_ALLOW: ".+" .+\.$/)
  })
})

test.each([
  ['http://1.1.1.1/', []],
  ['http://10.1.2.3:8080/', ['10.1.2.3']],
  // request-filtering-agent does not know that this is public.
  ['http://[64:ff9b::808:808]/', ['64:ff9b::808:808']],
])('the second lock opens for %s only what it must: %j', async (url, opened) => {
  const policy = createEgressPolicy({ allow: '10.0.0.0/8', ownHosts: [] })
  const destination = await policy.findDestination(new URL(url), new AbortController().signal)
  expect(destination).toMatchObject({ ok: true, addresses: [{}], opened })
})

describe('S-08: Whisker does not call itself', () => {
  const policy = createEgressPolicy({
    allow: '127.0.0.0/8,127.0.0.9:8080',
    ownHosts: ['Whisker.Example.com', '45.45.45.45', '0.0.0.0:8080', 'app.example.com:443'],
  })
  test.each([
    ['https://whisker.example.com/', 'blocked_address'],
    ['https://WHISKER.example.com./', 'blocked_address'],
    ['https://www.whisker.example.com/', 'ok'],
    ['https://45.45.45.45/', 'blocked_address'],
    ['https://app.example.com/', 'blocked_address'],
    ['http://app.example.com/', 'ok'],
    // The listen address is closed even inside an open network, unless it is named exactly.
    ['http://127.0.0.1:8080/', 'blocked_address'],
    ['http://127.0.0.1:8081/', 'ok'],
    ['http://127.0.0.9:8080/', 'ok'],
  ])('%s: %s', (url, expected) => expect(verdict(url, policy)).toBe(expected))

  test('the addresses of this machine are its own, public or not', () => {
    // A machine with a public address, which test machines do not have.
    const ownAddresses = () => ['45.45.45.46', '2606:4700::46']
    const onIt = createEgressPolicy({ allow: '', ownHosts: [], ownAddresses })
    expect(verdict('http://45.45.45.46/', onIt)).toBe('blocked_address')
    expect(verdict('http://[2606:4700:0::46]/', onIt)).toBe('blocked_address')
    expect(verdict('http://45.45.45.47/', onIt)).toBe('ok')
    const listening = createEgressPolicy({ allow: '45.45.45.0/24', ownHosts: ['0.0.0.0:8080'], ownAddresses })
    expect(verdict('http://45.45.45.46:8080/', listening)).toBe('blocked_address')
    expect(verdict('http://45.45.45.46:9090/', listening)).toBe('ok')
  })
})
