import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto'

const hmac = (key: Buffer, text: string) => createHmac('sha256', key).update(text).digest()

/** SCRAM-SHA-256 (RFC 5802, 7677), the client's side. */
export class Scram {
  private readonly bare = `n=,r=${randomBytes(18).toString('base64')}`
  private readonly password: string

  constructor(password: string) {
    this.password = password
  }

  first(): string {
    return `n,,${this.bare}`
  }

  last(challenge: string): string {
    const { r: nonce, s: salt, i: rounds } = fieldsOf(challenge)
    const salted = pbkdf2Sync(this.password, Buffer.from(salt as string, 'base64'), Number(rounds), 32, 'sha256')
    const key = hmac(salted, 'Client Key')
    const proofless = `c=biws,r=${nonce}`
    const stored = createHash('sha256').update(key).digest()
    const signature = hmac(stored, `${this.bare},${challenge},${proofless}`)
    return `${proofless},p=${Buffer.from(key.map((byte, at) => byte ^ (signature[at] as number))).toString('base64')}`
  }
}

function fieldsOf(challenge: string): Record<string, string> {
  return Object.fromEntries(challenge.split(',').map((field) => [field[0], field.slice(2)]))
}
