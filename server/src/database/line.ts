import { once } from 'node:events'
import { isIP, Socket } from 'node:net'
import { type ConnectionOptions, connect as secure } from 'node:tls'

/** Where a line goes, as the driver tells it: any of several hosts, or a socket in the file system. */
export type Target = { host: string[]; port: number[]; path: string | false }

// The eight bytes that ask a PostgreSQL whether it speaks TLS; it answers with one letter.
const tlsRequest = Buffer.from([0, 0, 0, 8, 4, 210, 22, 47])
const secondsToSecure = 5

/**
 * A line to the database, made here and not by the driver, which has a gap: between the error of a line and its end it goes on
 * putting queries on it. They would wait for ever, or be given the answers to the queries of others on the next line. So the
 * error is told together with the end, in one step.
 */
export function openLine({ host, port, path }: Target, turn: number): Socket {
  const socket = new Socket()
  tellTogether(socket)
  if (path) return socket.connect(path)
  const which = turn % host.length
  return socket.connect(port[which] as number, host[which] as string)
}

/** A line that cannot be had. The driver must get one all the same: it forgets a connection whose line could not be made. */
export function deadLine(error: Error): Socket {
  const socket = new Socket() as Socket & { connecting: boolean }
  tellTogether(socket)
  // What is written before the end waits, as on a line that is being made; else its own failure would be told instead.
  socket.connecting = true
  setImmediate(() => socket.destroy(error))
  return socket
}

/** `sslmode` as libpq knows it: what the other side must prove, if TLS is wanted at all. */
export function tlsOf(url: string | undefined): { options: ConnectionOptions; optional: boolean } | null {
  const query = url && URL.canParse(url) ? new URL(url).searchParams : null
  const mode = query?.get('sslrootcert') === 'system' ? 'verify-full' : (query?.get('sslmode') ?? query?.get('ssl'))
  if (!mode || mode === 'disable' || mode === 'false') return null
  return {
    options: { rejectUnauthorized: !['require', 'allow', 'prefer'].includes(mode) },
    optional: mode === 'prefer' || mode === 'allow',
  }
}

/** The same line under TLS, once both sides have agreed on it. */
export async function secureLine(
  line: Socket,
  host: string,
  { options, optional }: NonNullable<ReturnType<typeof tlsOf>>,
): Promise<Socket> {
  const timer = setTimeout(() => line.destroy(), secondsToSecure * 1000)
  const broken = once(line, 'close').then(() => {
    throw new Error('The line broke while TLS was agreed on.')
  })
  try {
    line.write(tlsRequest)
    const [answer] = (await Promise.race([once(line, 'data'), broken])) as [Buffer]
    if (answer.toString() === 'N' && optional) return line
    if (answer.toString() !== 'S') throw new Error('The database does not speak TLS, and DATABASE_URL asks for it.')
    const secured = secure({ socket: line, ...(isIP(host) === 0 && { servername: host }), ...options })
    tellTogether(secured)
    await Promise.race([once(secured, 'secureConnect'), broken])
    return secured
  } catch (error) {
    line.destroy()
    return deadLine(error as Error)
  } finally {
    clearTimeout(timer)
    broken.catch(() => {})
  }
}

function tellTogether(socket: Socket): void {
  const emit = socket.emit.bind(socket)
  let error: Error | null = null
  // Nobody listens yet while the line is made.
  socket.on('error', () => {})
  socket.emit = (name: string | symbol, ...args: unknown[]) => {
    if (name === 'error') {
      error = args[0] as Error
      return true
    }
    if (name === 'close' && error) {
      emit('error', error)
      return emit('close', true)
    }
    return emit(name as string, ...args)
  }
}
