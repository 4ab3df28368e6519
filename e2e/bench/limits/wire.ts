import { connect, type Socket } from 'node:net'
import { bind, frame, PieceReader, text } from './messages.ts'
import { Scram } from './scram.ts'

const ready = 'Z'.charCodeAt(0)
const refused = 'E'.charCodeAt(0)
const authentication = 'R'.charCodeAt(0)

/** PostgreSQL's own protocol as far as a prepared statement needs it, as lean as the client of the service beside which it stands. */
export class Wire {
  private readonly socket: Socket
  private readonly scram: Scram
  private readonly reader = new PieceReader()
  private refusal: string | null = null
  private waiting: { resolve: () => void; reject: (error: Error) => void } | null = null

  private constructor(path: string, password: string) {
    this.scram = new Scram(password)
    this.socket = connect({ path })
    this.socket.on('data', (piece: Buffer) => this.arrive(piece))
    this.socket.on('error', (error) => this.fail(error))
    this.socket.on('close', () => this.fail(new Error('PostgreSQL has closed the connection.')))
  }

  static async open(path: string, password: string): Promise<Wire> {
    const wire = new Wire(path, password)
    const version = Buffer.from([0, 3, 0, 0])
    const who = ['user', 'whisker', 'database', 'whisker', ''].map(text)
    await wire.ask(frame('', version, ...who))
    return wire
  }

  async prepare(name: string, statement: string): Promise<void> {
    await this.ask(Buffer.concat([frame('P', text(name), text(statement), Buffer.from([0, 0])), frame('S')]))
  }

  /** One transaction of one statement, committed when this comes back. */
  run(name: string, values: string[]): Promise<void> {
    return this.ask(bind(name, values))
  }

  close(): void {
    this.socket.destroy()
  }

  private ask(bytes: Buffer): Promise<void> {
    return new Promise((resolve, reject) => {
      this.waiting = { resolve, reject }
      this.socket.write(bytes)
    })
  }

  private arrive(piece: Buffer): void {
    for (const { type, body } of this.reader.read(piece)) {
      if (type === authentication) this.identify(body)
      else if (type === refused) this.refusal = body.toString().replaceAll('\0', ' ')
      else if (type !== ready) continue
      if (this.refusal !== null) this.fail(new Error(this.refusal))
      else if (type === ready) this.settle()?.resolve()
    }
  }

  private identify(body: Buffer): void {
    const step = body.readInt32BE()
    if (step === 10) {
      const first = Buffer.from(this.scram.first())
      const length = Buffer.alloc(4)
      length.writeInt32BE(first.length)
      this.socket.write(frame('p', text('SCRAM-SHA-256'), length, first))
    } else if (step === 11) this.socket.write(frame('p', Buffer.from(this.scram.last(body.toString('utf8', 4)))))
  }

  private fail(error: Error): void {
    this.settle()?.reject(error)
    this.socket.destroy()
  }

  private settle() {
    const { waiting } = this
    this.waiting = null
    return waiting
  }
}
