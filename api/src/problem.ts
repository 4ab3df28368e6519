import { z } from 'zod'

/**
 * The closed list of errors: `code` is stable, `title` is the same each time, `detail` says what happened to this
 * request and what to do next. Served as `application/problem+json` (RFC 9457).
 */
export const problems = {
  bad_request: { status: 400, title: 'The request could not be read' },
  invalid_cursor: { status: 400, title: 'The cursor is not one that this list gave out' },
  unauthenticated: { status: 401, title: 'No valid credential' },
  wrong_credentials: { status: 401, title: 'E-mail or password is wrong' },
  forbidden: { status: 403, title: 'Not allowed' },
  sign_in_refused: { status: 403, title: 'You were not signed in' },
  insufficient_scope: { status: 403, title: 'The key may not do this' },
  cross_origin: { status: 403, title: 'The request came from another site' },
  quota_exceeded: { status: 403, title: 'A limit of the workspace is reached' },
  not_found: { status: 404, title: 'Not found' },
  method_not_allowed: { status: 405, title: 'The address does not take this method' },
  request_timeout: { status: 408, title: 'The request came too slowly' },
  too_fast: { status: 409, title: 'Answered too fast' },
  already_answered: { status: 409, title: 'Already answered' },
  assignment_expired: { status: 409, title: 'The assignment has ended' },
  changed_meanwhile: { status: 409, title: 'Somebody else has changed this meanwhile' },
  conflict: { status: 409, title: 'In conflict with what is there' },
  duplicate_external_id: { status: 409, title: 'The external_id is taken by another task' },
  idempotency_mismatch: { status: 409, title: 'The Idempotency-Key was used for another request' },
  project_closed: { status: 409, title: 'The project takes no new tasks' },
  too_late: { status: 409, title: 'Too late to change' },
  setup_done: { status: 409, title: 'The service has been set up already' },
  gone: { status: 410, title: 'No longer needed' },
  link_expired: { status: 410, title: 'The link has been used or has expired' },
  too_large: { status: 413, title: 'Too large' },
  unsupported_media_type: { status: 415, title: 'The content type is not supported' },
  unsupported_image: { status: 415, title: 'The picture is in a format that is not supported' },
  invalid: { status: 422, title: 'Some fields are not acceptable' },
  corrupt_image: { status: 422, title: 'The picture is damaged or incomplete' },
  too_many_pixels: { status: 422, title: 'The picture has too many pixels' },
  empty_image: { status: 422, title: 'The picture is empty' },
  headers_too_large: { status: 431, title: 'The headers are too large' },
  rate_limited: { status: 429, title: 'Too many requests' },
  internal: { status: 500, title: 'Something went wrong on the server' },
  corrupt: { status: 502, title: 'A stored picture is missing or damaged' },
  storage_full: { status: 503, title: 'The storage is full' },
  unavailable: { status: 503, title: 'The service cannot do this right now' },
} as const

export type ProblemCode = keyof typeof problems

/** One field of the request that is not acceptable. */
export const FieldProblem = z
  .object({
    pointer: z.string().meta({ description: 'JSON pointer into the body, e.g. `/task_spec/0/image_with_animal`' }),
    code: z.string().meta({ description: 'Stable code of the fault, e.g. `required`, `unknown_field`' }),
    detail: z.string().meta({ description: 'A sentence for a person' }),
  })
  .meta({ id: 'FieldProblem' })
export type FieldProblem = z.infer<typeof FieldProblem>

/** The body of every error answer. */
export const Problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.enum(Object.keys(problems) as [ProblemCode, ...ProblemCode[]]),
    detail: z.string(),
    request_id: z.string(),
    errors: z.array(FieldProblem).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof Problem>
