import type { Left } from './kind.ts'

export function lengthsOf({ min_length, max_length }: Left) {
  return { ...(min_length !== undefined && { min_length }), ...(max_length !== undefined && { max_length }) }
}
