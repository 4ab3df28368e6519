import { z } from 'zod'

/** Projects have small numbers, as in `project_id = 64`. PostgreSQL's `integer` ends at 2^31 - 1. */
export const ProjectId = z.int().min(1).max(2_147_483_647)

/** All other ids are UUIDs. In a path or query anything else is an id that does not exist. */
export const Id = z.guid()

/** SHA-256 of a picture's bytes, 64 lower-case hexadecimal digits. */
export const Sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: 'must be 64 lower-case hexadecimal digits' })

/** A number that arrives as a string, in a path or a query. */
export function numeric<T extends z.ZodType<number, number>>(schema: T) {
  return z
    .string()
    .regex(/^-?\d{1,15}$/, { error: 'must be a whole number' })
    .transform(Number)
    .pipe(schema)
}

/** Several values in a query, with commas between them. */
export function listOf<T extends z.ZodType<string, string>>(schema: T) {
  return z
    .string()
    .max(200)
    .transform((value) => value.split(','))
    .pipe(z.array(schema).min(1))
}

/** `true` or `false` in a query. */
export const BooleanText = z.enum(['true', 'false']).transform((value) => value === 'true')

export const Timestamp = z.iso.datetime({ offset: true }).meta({ description: 'ISO 8601, UTC' })

/** Of a change that may meet somebody else's: what it was made from. Optional; without it the last one stands. */
export function basedOn(noun: string, stamp: 'updated_at' | 'decided_at' = 'updated_at') {
  return Timestamp.meta({
    description: `The \`${stamp}\` of the ${noun} that this change was made from. What somebody else has set to something else since is then not overwritten: 409 \`changed_meanwhile\`, with a pointer for each setting`,
  })
}

/** Query of a list: an opaque cursor and a page size. */
export const Page = {
  after: z.string().max(200).optional().meta({ description: '`next` of the page before; leave out for the first' }),
  limit: numeric(z.int().min(1).max(1000)).optional().meta({
    description:
      'Rows of a page at most: 100 if left out (answers of a task and versions 1000, events of a task 500, projects of a worker 200). A page ends at 8 MB as well, but has one row at least; `next` goes on',
  }),
}

/** A page of a list. `next` is absent on the last page. */
export function page<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), next: z.string().optional() })
}

/** The secret of a link that was sent to somebody. */
export const Token = z.string().min(1).max(200)
