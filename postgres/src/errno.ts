/** The `code` of a failed system call, such as `ENOENT`, or of an error of PostgreSQL, such as `28P01`. */
export function errno(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
}
