const prefix = 'asset:'

/** How the values of a task name a stored file. */
export function fileName(sha256: string): string {
  return prefix + sha256
}

/** The hash of the file that a value names; null for other values. */
export function hashOfFile(value: string): string | null {
  return value.startsWith(prefix) ? value.slice(prefix.length) : null
}
