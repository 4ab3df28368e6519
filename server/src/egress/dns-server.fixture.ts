import dgram from 'node:dgram'
import { once } from 'node:events'
import net from 'node:net'

/** What the name server says to one query; an empty list of records is "no such data". */
export interface DnsAnswer {
  records?: DnsRecord[]
  /** 2 is SERVFAIL, 3 is NXDOMAIN. */
  code?: number
  delayMs?: number
}

export interface DnsRecord {
  type: 'A' | 'AAAA' | 'CNAME'
  data: string
  /** Whose record it is, when not the name that was asked for (behind a CNAME). */
  name?: string
}

export interface DnsServer {
  /** `ip:port`, as `NameServers.servers` wants it. */
  address: string
  /** The queries so far, as `A cat.example.com`. */
  queries: string[]
  close(): Promise<void>
}

const types = { A: 1, CNAME: 5, AAAA: 28 }
/** What fits into one datagram for a resolver of today; more is sent again over TCP, as real servers do. */
const maxUdpBytes = 1232

/** A name server on 127.0.0.1, UDP and TCP, that says whatever the test wants; every TTL is 0. */
export async function startDnsServer(answer: (name: string, type: string) => DnsAnswer): Promise<DnsServer> {
  const queries: string[] = []
  const timers = new Set<NodeJS.Timeout>()
  const tcpSockets = new Set<net.Socket>()

  function respond(query: Buffer, send: (reply: Buffer) => void) {
    const { name, type, end } = readQuestion(query)
    queries.push(`${type} ${name}`)
    const { records = [], code = 0, delayMs = 0 } = answer(name, type)
    const header = Buffer.alloc(12)
    query.copy(header, 0, 0, 2)
    header.writeUInt16BE(0x8180 | code, 2)
    header.writeUInt16BE(1, 4)
    header.writeUInt16BE(records.length, 6)
    const body = records.map((record) => encodeRecord(record, record.name ?? name))
    const reply = Buffer.concat([header, query.subarray(12, end), ...body])
    if (delayMs === 0) return send(reply)
    const timer = setTimeout(() => {
      timers.delete(timer)
      send(reply)
    }, delayMs)
    timers.add(timer)
  }

  const tcp = net.createServer((socket) => {
    tcpSockets.add(socket)
    socket.on('error', () => socket.destroy())
    let received = Buffer.alloc(0)
    socket.on('data', (data) => {
      received = Buffer.concat([received, data])
      while (received.length >= 2 && received.length >= 2 + received.readUInt16BE(0)) {
        const query = received.subarray(2, 2 + received.readUInt16BE(0))
        received = received.subarray(2 + query.length)
        respond(query, (reply) => {
          const length = Buffer.alloc(2)
          length.writeUInt16BE(reply.length)
          socket.write(Buffer.concat([length, reply]))
        })
      }
    })
  })
  tcp.listen(0, '127.0.0.1')
  await once(tcp, 'listening')
  const { port } = tcp.address() as net.AddressInfo

  const udp = dgram.createSocket('udp4')
  udp.on('message', (query, from) => {
    respond(query, (reply) => udp.send(reply.length > maxUdpBytes ? truncated(query) : reply, from.port, from.address))
  })
  udp.bind(port, '127.0.0.1')
  await once(udp, 'listening')

  return {
    address: `127.0.0.1:${port}`,
    queries,
    async close() {
      for (const timer of timers) clearTimeout(timer)
      for (const socket of tcpSockets) socket.destroy()
      tcp.close()
      udp.close()
      await Promise.all([once(tcp, 'close'), once(udp, 'close')])
    },
  }
}

function readQuestion(query: Buffer): { name: string; type: string; end: number } {
  const labels: string[] = []
  let at = 12
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString('latin1', at + 1, at + 1 + length))
    at += 1 + length
  }
  const number = query.readUInt16BE(at + 1)
  const type = Object.entries(types).find(([, value]) => value === number)?.[0] ?? String(number)
  return { name: labels.join('.').toLowerCase(), type, end: at + 5 }
}

function truncated(query: Buffer): Buffer {
  const reply = Buffer.from(query.subarray(0, readQuestion(query).end))
  reply.writeUInt16BE(0x8380, 2)
  reply.writeUInt16BE(0, 10)
  return reply
}

function encodeRecord(record: DnsRecord, name: string): Buffer {
  const data = encodeData(record)
  const fixed = Buffer.alloc(10)
  fixed.writeUInt16BE(types[record.type], 0)
  fixed.writeUInt16BE(1, 2)
  fixed.writeUInt16BE(data.length, 8)
  return Buffer.concat([encodeName(name), fixed, data])
}

function encodeData({ type, data }: DnsRecord): Buffer {
  if (type === 'CNAME') return encodeName(data)
  if (type === 'A') return Buffer.from(data.split('.').map(Number))
  const [head = '', tail] = data.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = Array<string>(8 - left.length - right.length).fill('0')
  return Buffer.from([...left, ...zeros, ...right].map((group) => group.padStart(4, '0')).join(''), 'hex')
}

function encodeName(name: string): Buffer {
  const labels = name.split('.').map((label) => Buffer.concat([Buffer.from([label.length]), Buffer.from(label)]))
  return Buffer.concat([...labels, Buffer.from([0])])
}
