import { createHmac, hash, randomBytes } from 'node:crypto'
import { crc32 } from 'node:zlib'

const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'

function base62(bytes: Uint8Array): string {
  let value = BigInt(`0x${Buffer.from(bytes).toString('hex')}`)
  let text = ''
  while (value > 0n) {
    text = alphabet[Number(value % 62n)] + text
    value /= 62n
  }
  return text
}

function checksum(body: string): string {
  return base62(Buffer.from(crc32(body).toString(16).padStart(8, '0'), 'hex')).padStart(6, '0')
}

/**
 * A secret such as `whk_...`: 192 random bits and a checksum. The prefix lets secret scanners find a leaked one, the
 * checksum lets the server refuse a mistyped one without asking the database.
 */
export function newSecret(prefix: 'whk' | 'whs' | 'whi' | 'whl'): string {
  const body = base62(randomBytes(24)).padStart(33, '0')
  return `${prefix}_${body}${checksum(body)}`
}

/** Whether a text can be a secret of this kind at all. */
export function isSecret(prefix: string, value: string): boolean {
  const match = /^([a-z]{3})_([0-9A-Za-z]{33})([0-9A-Za-z]{6})$/.exec(value)
  return match !== null && match[1] === prefix && checksum(match[2] as string) === match[3]
}

/** What is stored of a secret. It has 192 random bits, so a plain hash is enough: there is nothing to guess. */
export function hashSecret(value: string): Buffer {
  return hash('sha256', value, 'buffer')
}

const pseudonyms = new Map<string, string>()
const maxPseudonyms = 10_000

/** How one workspace knows a person who works for it; another workspace knows them by another id. Asked for with each answer. */
export function workerPseudonym(secret: string, workspaceId: number, personId: string): string {
  const name = `${secret} ${workspaceId}:${personId}`
  const known = pseudonyms.get(name)
  if (known) return known
  if (pseudonyms.size >= maxPseudonyms) pseudonyms.clear()
  const made = `w_${createHmac('sha256', secret).update(`${workspaceId}:${personId}`).digest('hex').slice(0, 16)}`
  pseudonyms.set(name, made)
  return made
}
