import { createServer, connect as dial, type Server as Listener, type Socket } from 'node:net'
import type postgres from 'postgres'

// "Ready for query", in no transaction.
const idle = Buffer.from([0x5a, 0, 0, 0, 5, 0x49])
const sync = Buffer.from([0x53, 0, 0, 0, 4])

/** A statement by itself, or the end of one in parts. */
const endsRequest = (bytes: Buffer) => bytes[0] === 0x51 || bytes.subarray(-5).equals(sync)

/** A way to the database whose lines can fall silent, or break. */
export async function fickleLine(options: postgres.Options<Record<string, never>>) {
  const sockets: Socket[] = []
  let mute = false
  let resetAt: string | null = null
  let early = 0
  const listener: Listener = createServer((client) => {
    const server = dial(`${options.host}/.s.PGSQL.${options.port}`)
    sockets.push(client, server)
    client.on('error', () => {}).on('close', () => server.destroy())
    server.on('error', () => {}).on('close', () => client.destroy())
    const isMute = mute
    let isWorking = false
    client.on('data', (bytes) => {
      if (isWorking) early++
      isWorking ||= endsRequest(bytes)
      if (resetAt === null || !bytes.includes(resetAt)) return server.write(bytes)
      resetAt = null
      client.resetAndDestroy()
    })
    server.on('data', (bytes) => {
      if (bytes.subarray(-6).equals(idle)) isWorking = false
      if (!mute || isMute) client.write(bytes)
    })
  })
  await new Promise<void>((resolve) => listener.listen(0, '127.0.0.1', resolve))
  return {
    port: (listener.address() as { port: number }).port,
    /** How often something was sent before the statement before it had ended. */
    early: () => early,
    /** Lines that are open now say nothing from now on; new ones work. */
    mute: () => {
      mute = true
    },
    /** Lines that are open now break. */
    cut: () => {
      for (const socket of sockets.splice(0)) socket.destroy()
    },
    /** The first line on which this is sent is reset, as by a pooler that is killed. */
    resetAt: (text: string) => {
      resetAt = text
    },
    close: () => {
      for (const socket of sockets) socket.destroy()
      listener.close()
    },
  }
}
