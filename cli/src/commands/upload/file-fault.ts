import { codeOf } from '../../config-file.ts'

const sentences: Record<string, string> = {
  ENOENT: 'is gone: it was removed or renamed meanwhile',
  EACCES: 'may not be read by this user: mend its permissions',
  EPERM: 'may not be read by this user: mend its permissions',
  ELOOP: 'is a link that leads in a circle',
  EIO: 'cannot be read: the disk reports an error',
  EISDIR: 'is a folder',
  ENAMETOOLONG: 'has a path that is too long for the system',
  EMFILE: 'cannot be opened: too many files are open (raise it with `ulimit -n`)',
  ESTALE: 'cannot be read: the network drive was disconnected',
}

/** Why a file cannot be used, as the end of a sentence that begins with its name. */
export function fileFault(error: unknown): string {
  const code = codeOf(error) ?? 'unknown error'
  return sentences[code] ?? `cannot be read (${code})`
}

/** A name that is not UTF-8 reaches us with replacement characters, and is then not found under that name. */
export function nameFault(path: string, error: unknown): string | null {
  if (codeOf(error) !== 'ENOENT' || !path.includes('\ufffd')) return null
  return 'has a name that is not UTF-8, so it cannot be opened: rename it'
}
