import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import net from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tls from 'node:tls'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { makeCertificate } from './certificate.fixture.ts'
import { type DnsAnswer, type DnsServer, startDnsServer } from './dns-server.fixture.ts'
import { type GuardedRequestOptions, guardedRequest, userAgent } from './guarded-request.ts'
import { startHost, startRawHost, type TestHost } from './host.fixture.ts'
import { createEgressPolicy, type EgressPolicy } from './policy.ts'

const policyFor = (allow: string) => createEgressPolicy({ showReplies: true, allow, ownHosts: [] })
const nothing = policyFor('')

function get(url: string, policy: EgressPolicy, changed: Partial<GuardedRequestOptions> = {}) {
  return guardedRequest(new URL(url), {
    policy,
    method: 'GET',
    headers: {},
    totalTimeoutMs: 5000,
    idleTimeoutMs: 5000,
    maxBytes: 1000,
    wantsBody: () => true,
    ...changed,
  })
}

const outcome = async (answer: ReturnType<typeof get>) => {
  const response = await answer
  return response.ok ? response.status : response.failure
}

async function dnsServer(answer: (name: string, type: string) => DnsAnswer): Promise<DnsServer> {
  const server = await startDnsServer(answer)
  onTestFinished(() => server.close())
  return server
}

const a = (...addresses: string[]): DnsAnswer => ({ records: addresses.map((data) => ({ type: 'A', data })) })

/** 127.0.0.2 stands for the public internet (EGRESS_ALLOW names it), 127.0.0.1 at the same port for what is internal. */
let outside: TestHost
let inside: TestHost
beforeAll(async () => {
  outside = await startHost((_, response) => response.end('outside'), { address: '127.0.0.2' })
  inside = await startHost((_, response) => response.end('inside'), { port: outside.port })
})
afterAll(() => Promise.all([outside.close(), inside.close()]))

function policyWith(dns: DnsServer, changed: { timeoutMs?: number; allow?: string } = {}): EgressPolicy {
  return createEgressPolicy({
    showReplies: true,
    allow: changed.allow ?? outside.address,
    ownHosts: [],
    nameServers: { servers: [dns.address], timeoutMs: changed.timeoutMs },
  })
}

describe('names', () => {
  test('a name that leads to an open address is reached there, with its own name in Host and no more than it needs', async () => {
    let seen = {}
    const host = await startHost((request, response) => {
      seen = request.headers
      response.end('hello')
    })
    onTestFinished(() => host.close())
    const dns = await dnsServer((_, type) => (type === 'A' ? a('127.0.0.1') : {}))
    const policy = policyWith(dns, { allow: host.address })
    const response = await get(`http://Photos.example.com.:${host.port}/cat?b=1#c`, policy)
    expect(response).toMatchObject({ ok: true, status: 200, body: Buffer.from('hello') })
    expect(seen).toEqual({
      host: `photos.example.com.:${host.port}`,
      'user-agent': userAgent,
      'accept-encoding': 'identity',
      connection: 'close',
    })
    expect(userAgent).toMatch(/^Whisker\/\d+\.\d+\.\d+$/)
    expect(dns.queries.toSorted()).toEqual(['A photos.example.com', 'AAAA photos.example.com'])
  })

  test('S-13: a name, or a CNAME, that leads inside is refused before anything connects', async () => {
    const before = inside.connections
    const dns = await dnsServer((name, type) => {
      if (type !== 'A') return {}
      if (name.startsWith('7f000001')) return a('127.0.0.1')
      return {
        records: [
          { type: 'CNAME', data: 'db.internal' },
          { type: 'A', data: '127.0.0.1', name: 'db.internal' },
        ],
      }
    })
    for (const name of ['7f000001.nip.example', 'alias.example.com']) {
      for (const port of [80, outside.port]) {
        const response = await get(`http://${name}:${port}/`, policyWith(dns))
        expect(response).toMatchObject({ ok: false, failure: 'blocked_address' })
        // Where the name leads would map the operator's network.
        expect(JSON.stringify(response)).not.toContain('127.0.0.1')
      }
    }
    expect(inside.connections).toBe(before)
  })

  test('S-06: every kind of internal address is refused behind a name, IPv6 too', async () => {
    const addresses = [
      '::1',
      '::7f00:1',
      'fd00:ec2::254',
      '64:ff9b::7f00:1',
      '::ffff:7f00:1',
      'fe80::1',
      '100:0:0:1::1',
    ]
    let next = 0
    const dns = await dnsServer((_, type) =>
      type === 'AAAA' ? { records: [{ type, data: addresses[next] ?? '' }] } : {},
    )
    for (; next < addresses.length; next++) {
      expect(await outcome(get('http://v6.example.com/', policyWith(dns)))).toBe('blocked_address')
    }
  })

  test('one internal address among good ones refuses the name', async () => {
    const before = [inside.connections, outside.connections]
    const dns = await dnsServer((_, type) => (type === 'A' ? a('127.0.0.2', '127.0.0.1') : {}))
    expect(await outcome(get(`http://mixed.example.com:${outside.port}/`, policyWith(dns)))).toBe('blocked_address')
    expect([inside.connections, outside.connections]).toEqual(before)
  })

  test('a name whose addresses are public gets no other port, though an address is open there', async () => {
    const dns = await dnsServer((_, type) => (type === 'A' ? a('1.1.1.1') : {}))
    expect(await outcome(get(`http://public.example.com:${outside.port}/`, policyWith(dns)))).toBe('blocked_port')
  })

  test('S-14: DNS rebinding reaches the address that was checked, or nothing', async () => {
    const before = inside.connections
    let asked = 0
    const dns = await dnsServer((_, type) => (type === 'A' ? a(asked++ === 0 ? '127.0.0.2' : '127.0.0.1') : {}))
    const url = `http://rebind.example.com:${outside.port}/`
    const first = await get(url, policyWith(dns))
    expect(first).toMatchObject({ ok: true, body: Buffer.from('outside') })
    expect(asked).toBe(1)
    expect(await outcome(get(url, policyWith(dns)))).toBe('blocked_address')
    expect(inside.connections).toBe(before)
  })

  test('C-17: 500 addresses: all are judged, and a good host is reached', async () => {
    const many = Array.from({ length: 500 }, () => '127.0.0.2')
    const good = await dnsServer((_, type) => (type === 'A' ? a(...many) : {}))
    expect(await outcome(get(`http://many.example.com:${outside.port}/`, policyWith(good)))).toBe(200)
    const url = new URL(`http://many.example.com:${outside.port}/`)
    const destination = await policyWith(good).findDestination(url, AbortSignal.timeout(5000))
    expect(destination.ok && destination.addresses.length).toBe(8)
    const bad = await dnsServer((_, type) => (type === 'A' ? a(...many.slice(1), '127.0.0.1') : {}))
    expect(await outcome(get(`http://many.example.com:${outside.port}/`, policyWith(bad)))).toBe('blocked_address')
  })

  test('C-17, H-03: NXDOMAIN, SERVFAIL, no data and a silent name server are values', async () => {
    const dns = await dnsServer((name) => {
      if (name.startsWith('nx')) return { code: 3 }
      if (name.startsWith('servfail')) return { code: 2 }
      return name.startsWith('silent') ? { delayMs: 10_000 } : {}
    })
    const policy = policyWith(dns, { timeoutMs: 100 })
    for (const name of ['nx', 'servfail', 'empty', 'silent']) {
      expect(await outcome(get(`http://${name}.example.com/`, policy)), name).toBe('dns')
    }
  })

  test('C-17: a slow name server is cut by the time limit of the whole request', async () => {
    const dns = await dnsServer(() => ({ delayMs: 10_000 }))
    const startedAt = performance.now()
    const slow = { totalTimeoutMs: 200 }
    expect(await outcome(get('http://slow.example.com/', policyWith(dns, { timeoutMs: 9000 }), slow))).toBe('dns')
    expect(performance.now() - startedAt).toBeLessThan(5000)
  })

  test('a host:port entry is looked up as the machine does, and opens nothing beside it', async () => {
    const policy = policyFor(`localhost:${inside.port}`)
    expect(await outcome(get(`http://localhost:${inside.port}/`, policy))).toBe(200)
    expect(await outcome(get(`http://127.0.0.1:${inside.port}/`, policy))).toBe('blocked_address')
  })

  test('S-11: an open range opens every port for names that lead into it', async () => {
    const dns = await dnsServer((_, type) => (type === 'A' ? a('127.0.0.2') : {}))
    const policy = policyWith(dns, { allow: '127.0.0.2/32' })
    expect(await outcome(get(`http://files.example.com:${outside.port}/`, policy))).toBe(200)
  })
})

test('S-01: literals are judged again when connecting, for callers that did not check', async () => {
  const before = inside.connections
  for (const host of ['127.0.0.1', '127.1', '2130706433', 'localhost', '[::1]', '[::ffff:127.0.0.1]', '0']) {
    expect(await outcome(get(`http://${host}:${inside.port}/`, nothing))).toBe('blocked_address')
  }
  // These the second lock would let through.
  expect(await outcome(get('http://168.63.129.16/', nothing))).toBe('blocked_address')
  expect(await outcome(get('http://[::7f00:1]/', nothing))).toBe('blocked_address')
  expect(await outcome(get('http://1.1.1.1:22/', nothing))).toBe('blocked_port')
  expect(inside.connections).toBe(before)
})

test('the second lock: what a wrong policy lets through, request-filtering-agent refuses where it connects', async () => {
  const before = inside.connections
  const wrong = (host: string, address: string): EgressPolicy => ({
    checkUrl: (text) => ({ ok: true, url: new URL(text) }),
    findDestination: async () => ({
      ok: true,
      host,
      port: inside.port,
      addresses: [{ address, family: net.isIPv6(address) ? 6 : 4 }],
      opened: [],
      isSecret: false,
    }),
  })
  for (const scheme of ['http', 'https']) {
    for (const [host, address] of [
      ['127.0.0.1', '127.0.0.1'],
      ['::1', '::1'],
      ['photos.example.com', '127.0.0.1'],
      ['photos.example.com', '::ffff:127.0.0.1'],
    ] as const) {
      expect(await outcome(get(`${scheme}://photos.example.com/`, wrong(host, address)))).toBe('blocked_address')
    }
  }
  expect(inside.connections).toBe(before)
})

describe('S-19: TLS', () => {
  const authority = makeCertificate({ commonName: 'Whisker test authority', authority: true })
  const good = { commonName: 'photos', dnsNames: ['photos.example.com'], ipAddresses: ['127.0.0.1'], issuer: authority }
  const day = 24 * 3600 * 1000

  async function tlsHost(certificate: Parameters<typeof makeCertificate>[0]) {
    const host = await startHost((_, response) => response.end('secret'), { certificate: makeCertificate(certificate) })
    onTestFinished(() => host.close())
    const dns = await dnsServer((_, type) => (type === 'A' ? a('127.0.0.1') : {}))
    const policy = policyWith(dns, { allow: host.address })
    return (name: string) => outcome(get(`https://${name}:${host.port}/`, policy))
  }

  test('an unknown issuer is refused', async () => {
    expect(await (await tlsHost(good))('photos.example.com')).toBe('tls')
    expect(await (await tlsHost({ ...good, issuer: undefined }))('photos.example.com')).toBe('tls')
  })

  describe('with the authority trusted', () => {
    const before = tls.getCACertificates('default')
    beforeAll(() => tls.setDefaultCACertificates([...before, authority.cert]))
    afterAll(() => tls.setDefaultCACertificates(before))

    test('a good certificate is accepted, by name and by address', async () => {
      const host = await tlsHost(good)
      expect(await host('photos.example.com')).toBe(200)
      expect(await host('photos.example.com.')).toBe(200)
      expect(await host('127.0.0.1')).toBe(200)
    })

    test('another host, expired, not yet valid and self-signed ones are refused', async () => {
      expect(await (await tlsHost(good))('other.example.com')).toBe('tls')
      expect(await (await tlsHost({ ...good, ipAddresses: [] }))('127.0.0.1')).toBe('tls')
      const expired = { validFrom: new Date(Date.now() - 2 * day), validTo: new Date(Date.now() - day) }
      expect(await (await tlsHost({ ...good, ...expired }))('photos.example.com')).toBe('tls')
      const early = { validFrom: new Date(Date.now() + day), validTo: new Date(Date.now() + 2 * day) }
      expect(await (await tlsHost({ ...good, ...early }))('photos.example.com')).toBe('tls')
      expect(await (await tlsHost({ ...good, issuer: undefined }))('photos.example.com')).toBe('tls')
    })

    test('plain HTTP behind https is refused', async () => {
      expect(await outcome(get(`https://${outside.address}/`, policyFor(outside.address)))).toBe('tls')
    })
  })

  describe('in a process of its own', () => {
    let folder = ''
    let trusted: Record<string, string>
    beforeAll(async () => {
      folder = await mkdtemp(join(tmpdir(), 'whisker-ca-'))
      await writeFile(join(folder, 'ca.pem'), authority.cert)
      trusted = { NODE_EXTRA_CA_CERTS: join(folder, 'ca.pem'), NODE_NO_WARNINGS: '1' }
    })
    afterAll(() => rm(folder, { recursive: true }))

    async function postFromProcess(address: string, env: Record<string, string>) {
      const { output } = await runScript(
        `import { postWebhook } from ${moduleUrl('post-webhook.ts')}
        import { createEgressPolicy } from ${moduleUrl('policy.ts')}
        const policy = createEgressPolicy({ showReplies: true, allow: '${address}', ownHosts: [] })
        const { status, failure } = await postWebhook('https://${address}/', { headers: {}, body: '{}', policy })
        console.log(failure ?? status)`,
        env,
      )
      return output
    }

    test("an operator's own authority comes in through NODE_EXTRA_CA_CERTS, and nothing switches the check off", async () => {
      const host = await startHost((_, response) => response.end('secret'), { certificate: makeCertificate(good) })
      onTestFinished(() => host.close())
      expect(await postFromProcess(host.address, trusted)).toBe('200')
      const unchecked = { NODE_TLS_REJECT_UNAUTHORIZED: '0', NODE_NO_WARNINGS: '1' }
      expect(await postFromProcess(host.address, unchecked)).toBe('tls')
    })

    test('TLS 1.1 is refused, even where Node was told to accept it', async () => {
      const protocol = { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'ALL:@SECLEVEL=0' } as const
      const old = tls.createServer({ ...makeCertificate(good), ...protocol }, (socket) => {
        socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n')
      })
      old.on('tlsClientError', () => {})
      old.listen(0, '127.0.0.1')
      await once(old, 'listening')
      onTestFinished(() => void old.close())
      const { port } = old.address() as net.AddressInfo
      const env = { ...trusted, NODE_OPTIONS: '--tls-min-v1.0 --tls-cipher-list=ALL:@SECLEVEL=0' }
      expect(await postFromProcess(`127.0.0.1:${port}`, env)).toBe('tls')
    })
  })
})

test('no ending leaves a socket or a timer behind: a process that is done with its requests ends at once', async () => {
  const silent = await startRawHost(() => {})
  const resetting = await startRawHost((socket) => socket.once('data', () => socket.resetAndDestroy()))
  const endless = await startRawHost((socket) => {
    socket.write('HTTP/1.1 200 OK\r\n\r\n')
    const timer = setInterval(() => socket.write('x'.repeat(300)), 5)
    socket.on('close', () => clearInterval(timer))
  })
  const switching = await startRawHost((socket) => {
    socket.write('HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n')
  })
  const hosts = [silent, resetting, endless, switching]
  onTestFinished(async () => void (await Promise.all(hosts.map((host) => host.close()))))
  const dns = await dnsServer((name, type) =>
    name.startsWith('slow') ? { delayMs: 60_000 } : type === 'A' ? a('127.0.0.1') : {},
  )
  const closedPort = await freePort()
  const allow = [...hosts.map(({ address }) => address), outside.address, `127.0.0.1:${closedPort}`].join(',')
  const cases: [url: string, changed: string, outcome: number | string][] = [
    [`http://${outside.address}/`, '', 200],
    [`http://${silent.address}/`, 'totalTimeoutMs: 100', 'timeout'],
    [`http://${silent.address}/`, 'idleTimeoutMs: 100', 'stalled'],
    [`https://${silent.address}/`, 'idleTimeoutMs: 100', 'stalled'],
    [`http://${silent.address}/`, 'signal: AbortSignal.timeout(100)', 'aborted'],
    [`http://${silent.address}/`, 'signal: AbortSignal.abort()', 'aborted'],
    [`http://${resetting.address}/`, '', 'reset'],
    [`http://${endless.address}/`, '', 'too_large'],
    [`http://${endless.address}/`, 'wantsBody: () => false', 200],
    [`http://${switching.address}/`, '', 'bad_response'],
    [`http://127.0.0.1:${closedPort}/`, '', 'refused'],
    [`https://${outside.address}/`, '', 'tls'],
    // Long enough for a busy machine to look the name up.
    [`http://name.example.com:${silent.port}/`, 'totalTimeoutMs: 2000', 'timeout'],
    ['http://slow.example.com/', 'totalTimeoutMs: 100', 'dns'],
    ['http://inside.example.com/', '', 'blocked_address'],
    ['http://127.0.0.1/', '', 'blocked_address'],
  ]
  const calls = cases.map(([url, changed]) => `ask(${JSON.stringify(url)}, { ${changed} })`)
  const { output, endedAfterMs } = await runScript(`
    import { guardedRequest } from ${moduleUrl('guarded-request.ts')}
    import { createEgressPolicy } from ${moduleUrl('policy.ts')}
    const nameServers = { servers: ['${dns.address}'], timeoutMs: 60_000 }
    const policy = createEgressPolicy({ showReplies: true, allow: '${allow}', ownHosts: [], nameServers })
    const long = { totalTimeoutMs: 60_000, idleTimeoutMs: 60_000, maxBytes: 1000, wantsBody: () => true }
    const ask = async (url, changed) => {
      const options = { policy, method: 'GET', headers: {}, ...long, ...changed }
      const response = await guardedRequest(new URL(url), options)
      return response.ok ? response.status : response.failure
    }
    console.log(JSON.stringify(await Promise.all([${calls.join()}])))`)
  expect(JSON.parse(output)).toEqual(cases.map(([, , expected]) => expected))
  // Whatever were left behind would keep it for the 60 s of the limits above.
  expect(endedAfterMs).toBeLessThan(10_000)
})

const moduleUrl = (file: string) => JSON.stringify(new URL(file, import.meta.url).href)

/** Runs a script in a process of its own; `endedAfterMs` is from its last output to its end. */
async function runScript(script: string, env: Record<string, string> = {}) {
  const args = ['--input-type=module', '--eval', script]
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  onTestFinished(() => void child.kill())
  let output = ''
  let saidAt = 0
  child.stdout.on('data', (data) => {
    output += data
    saidAt = performance.now()
  })
  await once(child, 'close')
  return { output: output.trim(), endedAfterMs: performance.now() - saidAt }
}

async function freePort(): Promise<number> {
  const server = net.createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as net.AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
