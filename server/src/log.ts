import type { FastifyBaseLogger } from 'fastify'
import pino from 'pino'

/**
 * Never in the log: what identifies a person, opens a door, or is somebody's content. Two levels deep, because an error
 * is logged as `{ err: { ... } }`; `detail` is what PostgreSQL says of a row, values included.
 */
const secret = [
  'authorization',
  'cookie',
  'password',
  'token',
  'key',
  'secret',
  'email',
  'headers',
  'parameters',
  'args',
  'query',
  'detail',
  'rejected',
]
const paths = secret.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])

/** The log of the service: one JSON object a line, with a redaction that a new line of code cannot forget. */
export function createLog(level: string, destination: pino.DestinationStream): FastifyBaseLogger {
  return pino(
    { level, redact: { paths, remove: true }, base: undefined, timestamp: pino.stdTimeFunctions.isoTime },
    destination,
  )
}
