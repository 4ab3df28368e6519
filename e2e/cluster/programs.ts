import { accessSync, constants, existsSync, readdirSync } from 'node:fs'
import { delimiter, join } from 'node:path'

type Wanted = {
  /** What cannot be shown without it. */
  for: string
  install: string
}

const wanted = {
  etcd: { for: 'who is the primary', install: 'apt-get install etcd-server' },
  patroni: { for: 'a primary that is replaced when it dies', install: 'apt-get install patroni' },
  postgres: {
    for: 'the database',
    install: 'apt-get install postgresql-15',
  },
  pgbouncer: { for: 'few connections to the database for many servers', install: 'apt-get install pgbouncer' },
  haproxy: { for: 'one address for several servers', install: 'apt-get install haproxy' },
  versitygw: {
    for: 'a store for pictures that speaks S3',
    install:
      'apt-get install golang-go && GOBIN=/usr/local/bin go install github.com/versity/versitygw/cmd/versitygw@latest',
  },
} satisfies Record<string, Wanted>

export type ProgramName = keyof typeof wanted
export type Programs = Record<ProgramName, string>

const debian = '/usr/lib/postgresql'

/** Where Debian puts what is in nobody's PATH; of PostgreSQL the newest. */
function foldersOfDebian(): string[] {
  const versions = existsSync(debian) ? readdirSync(debian).map(Number) : []
  const newest = versions.filter((version) => version >= 15).toSorted((a, b) => b - a)
  return [...newest.map((version) => join(debian, String(version), 'bin')), '/usr/sbin', '/usr/local/bin']
}

/** @returns where each is, or what is missing and how Debian gets it, a line each */
export function findPrograms(
  path = process.env.PATH ?? '',
  more = foldersOfDebian(),
): { found: Programs } | { missing: string[] } {
  const found: Partial<Programs> = {}
  const missing: string[] = []
  const folders = [...more, ...path.split(delimiter)]
  for (const [name, { for: why, install }] of Object.entries(wanted) as [ProgramName, Wanted][]) {
    const file = folders.map((folder) => join(folder, name)).find(mayRun)
    if (file) found[name] = file
    else missing.push(`${name} is missing (${why}). On Debian: ${install}`)
  }
  return missing.length > 0 ? { missing } : { found: found as Programs }
}

function mayRun(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
