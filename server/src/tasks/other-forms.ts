import { setTimeout as sleep } from 'node:timers/promises'
import { ApiProblem } from '../problem.ts'

/** So much of the first line tells what the file is. */
const headBytes = 4096
/** Whoever waits for an answer before sending anything is answered, unseen. */
const patienceMs = 1000

/**
 * Looks at the beginning of a stream of lines, before it is answered: a file of another form is refused as a whole, with the
 * cause by name. Otherwise each of its lines would be refused for itself, under a status of success.
 *
 * @param example of a line
 * @returns the stream, whole
 * @throws {ApiProblem} `bad_request`
 */
export async function refuseOtherForms(
  body: AsyncIterable<Buffer>,
  example = '{"task_spec":[{"text":"..."}]}',
): Promise<AsyncIterable<Buffer>> {
  const rest = body[Symbol.asyncIterator]()
  const first = rest.next()
  // Whoever reads the stream is told of its fault.
  first.catch(() => {})
  const seen = await Promise.race([first.catch(() => null), sleep(patienceMs, null, { ref: false })])
  const head =
    seen?.value
      ?.toString('utf8', 0, headBytes)
      .replace(/^\ufeff/, '')
      .trimStart() ?? ''
  const cause = causeOf(head.split('\n', 1)[0]?.trim() ?? '')
  if (cause) throw new ApiProblem('bad_request', `${cause} ${wanted(example)}`)
  return chain(first, rest)
}

async function* chain(first: Promise<IteratorResult<Buffer>>, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  try {
    for (let next = await first; !next.done; next = await rest.next()) yield next.value
  } finally {
    await rest.return?.()
  }
}

const wanted = (example: string) =>
  `Send one object a line, without line breaks inside it and without a list around them all (NDJSON), for example ${example}. Nothing was made.`

function causeOf(head: string): string | null {
  if (/^\[\s*\{/.test(head)) return 'This is a list of objects in one line.'
  if (head === '[' || head === '[{') return 'This is a list: JSON that is spread over several lines.'
  if (head === '{' || /^\{\s*"[^"]*"\s*:\s*[[{]?$/.test(head))
    return 'This is JSON that is spread over several lines (pretty-printed).'
  if (head.startsWith('PK\u0003\u0004')) return 'This is a ZIP archive or a workbook.'
  if (/^<(!doctype|html|\?xml)/i.test(head)) return 'This is XML or HTML.'
  // A row of names: no braces, and something between them that divides columns.
  if (/^[^{}[\]]+$/.test(head) && /[\p{L}"'][,;\t]\s*[\p{L}"']/u.test(head)) return 'This looks like a table (CSV).'
  return null
}
