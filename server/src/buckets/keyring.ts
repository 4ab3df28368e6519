import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { link, mkdir, open, readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Config } from '../config.ts'

/** What was sealed, and by which key (a short hash of it), so that a server knows whether it can open it. */
export type Sealed = { sealed: Buffer; sealed_with: string }

/**
 * Seals small secrets for the database (AES-256-GCM), each for one place: what was copied into another row does not open. The keys are
 * not in the database, so neither a dump nor a backup gives away what is sealed in it.
 */
export type Keyring = {
  /** Names of all keys, the one that seals first. */
  names: string[]
  seal(text: string, place: string): Sealed
  /** null: not sealed by a key of this server for this place, or damaged. */
  open(sealed: Sealed, place: string): string | null
}

const fileName = 'sealing.key'
const [nonceBytes, tagBytes] = [12, 16]

/** By SEALING_KEYS, the newest first; without it by a key in the data directory, made when it is first needed. */
export async function openKeyring({ sealingKeys, dataDir }: Pick<Config, 'sealingKeys' | 'dataDir'>): Promise<Keyring> {
  const secrets = sealingKeys.length > 0 ? sealingKeys : [await keyOfDirectory(dataDir)]
  const keys = secrets.map((secret) => ({
    name: derive(secret, 'name').subarray(0, 6).toString('hex'),
    key: derive(secret, 'key'),
  }))
  const [newest] = keys as [(typeof keys)[0]]
  return {
    names: keys.map(({ name }) => name),
    seal(text, place) {
      const nonce = randomBytes(nonceBytes)
      const cipher = createCipheriv('aes-256-gcm', newest.key, nonce).setAAD(Buffer.from(place))
      const packed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return { sealed: Buffer.concat([nonce, cipher.getAuthTag(), packed]), sealed_with: newest.name }
    },
    open({ sealed, sealed_with }, place) {
      const found = keys.find(({ name }) => name === sealed_with)
      if (!found || sealed.length < nonceBytes + tagBytes) return null
      const decipher = createDecipheriv('aes-256-gcm', found.key, sealed.subarray(0, nonceBytes), {
        authTagLength: tagBytes,
      })
      decipher.setAAD(Buffer.from(place)).setAuthTag(sealed.subarray(nonceBytes, nonceBytes + tagBytes))
      try {
        return Buffer.concat([decipher.update(sealed.subarray(nonceBytes + tagBytes)), decipher.final()]).toString()
      } catch {
        return null
      }
    },
  }
}

const derive = (secret: string, what: string) =>
  Buffer.from(hkdfSync('sha256', secret, '', `whisker sealing ${what}`, 32))

/** Whole or not there: two servers that make it at once have one of the two. */
async function keyOfDirectory(dataDir: string): Promise<string> {
  const path = join(dataDir, fileName)
  for (;;) {
    const known = await readFile(path, 'utf8').catch(() => '')
    if (known.trim().length >= 32) return known.trim()
    if (known !== '') throw new Error(`${path} is damaged: it must hold 32 characters and more.`)
    await mkdir(dataDir, { recursive: true, mode: 0o700 })
    const fresh = `${path}.${randomBytes(6).toString('hex')}`
    const file = await open(fresh, 'wx', 0o600)
    await file.writeFile(`${randomBytes(32).toString('base64url')}\n`)
    await file.sync()
    await file.close()
    await link(fresh, path).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error
    })
    await rm(fresh, { force: true })
    const folder = await open(dataDir, 'r')
    await folder.sync()
    await folder.close()
  }
}

/** Where the credentials of a project's bucket may be opened. */
export const placeOfSeal = (projectId: number) => `bucket of project ${projectId}`
