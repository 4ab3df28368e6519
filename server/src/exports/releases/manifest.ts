import { createHash } from 'node:crypto'
import type { ManifestLine } from '@whisker/api/releases.ts'
import { rowText, type Spooled } from '../spool.ts'

export async function* manifestOf(lines: AsyncIterable<string>): AsyncGenerator<ManifestLine> {
  for await (const line of lines) {
    const { row, pictures } = JSON.parse(line) as Spooled
    const sha256 = createHash('sha256').update(rowText(line)).digest('hex')
    yield { task_id: row.task_id, external_id: row.external_id, sha256, pictures: Object.keys(pictures).sort() }
  }
}
