import { connect, type Socket } from 'node:net'
import { type Reply, ReplyReader } from './reply-reader.ts'

/** All sockets are read into one buffer: what has come is used up before the next is read. */
const shared = Buffer.allocUnsafe(65_536)

type Waiting = { resolve: (reply: Reply) => void; reject: (error: Error) => void }

/** A kept connection to the service on this machine, one request at a time. */
export class Connection {
  private readonly socket: Socket
  private readonly reader = new ReplyReader()
  private waiting: Waiting | null = null

  private constructor(port: number) {
    const onread = {
      buffer: shared,
      callback: (length: number, bytes: Uint8Array) => this.arrive(bytes.subarray(0, length) as Buffer),
    }
    this.socket = connect({ port, host: '127.0.0.1', noDelay: true, onread })
    this.socket.on('error', (error) => this.fail(error))
    this.socket.on('close', () => this.fail(new Error('The service has closed the connection.')))
  }

  static open(port: number): Promise<Connection> {
    const connection = new Connection(port)
    return new Promise((resolve, reject) => {
      connection.socket.once('connect', () => resolve(connection))
      connection.socket.once('error', reject)
    })
  }

  /** The bytes must stay as they are until the reply has come. @throws when the connection breaks */
  ask(request: Buffer): Promise<Reply> {
    return new Promise((resolve, reject) => {
      if (this.socket.destroyed) return reject(new Error('The connection is closed.'))
      this.waiting = { resolve, reject }
      this.socket.write(request)
    })
  }

  close(): void {
    this.socket.destroy()
  }

  private arrive(piece: Buffer): boolean {
    try {
      const reply = this.reader.read(piece)
      if (reply) this.settle()?.resolve(reply)
    } catch (error) {
      this.fail(error as Error)
    }
    return true
  }

  private fail(error: Error): void {
    this.settle()?.reject(error)
    this.socket.destroy()
  }

  private settle(): Waiting | null {
    const { waiting } = this
    this.waiting = null
    return waiting
  }
}

/** @throws when it is another one, with what was said */
export function expectStatus({ status, body }: Reply, wanted: number): Buffer {
  if (status !== wanted) throw new Error(`${status} instead of ${wanted}: ${body.toString()}`)
  return body
}
