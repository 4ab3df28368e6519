import { ApiProblem } from '../http/problem.ts'

/** So much of the first line tells what the file is. */
const headBytes = 4096

/**
 * Refuses a whole stream whose first line shows that it is a file of another form, with the cause by name: otherwise each of
 * its lines would be refused for itself, under a status of success.
 *
 * @throws {ApiProblem} `bad_request`
 */
export function refuseOtherForms(firstLine: Buffer): void {
  const head = firstLine
    .toString('utf8', 0, headBytes)
    .replace(/^\ufeff/, '')
    .trim()
  const cause = causeOf(head)
  if (cause) throw new ApiProblem('bad_request', `${cause} ${wanted}`)
}

const wanted =
  'Send one object a line, without line breaks inside it and without a list around them all (NDJSON), for example {"task_spec":[{"text":"..."}]}. Nothing was made.'

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
