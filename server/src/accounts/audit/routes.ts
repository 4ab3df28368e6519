import { Readable } from 'node:stream'
import { type AuditEntry, exportAudit, listAudit } from '@whisker/api/audit.ts'
import { csvLine, csvStyles, guardCell } from '@whisker/api/csv.ts'
import type { Sql } from '../../database/connect.ts'
import { type Router, route } from '../../http/route.ts'
import { type AuditQuery, auditPage } from './page.ts'

/** What members and keys did, for owners. */
export function auditRoutes(router: Router): void {
  const { sql } = router.server

  route(router, listAudit, async ({ caller, query }) => auditPage(sql, caller.workspaceId, query))

  route(router, exportAudit, async ({ caller, query: { format, ...query }, reply }) => {
    reply.headers({
      'content-type': format === 'csv' ? 'text/csv; charset=utf-8' : 'application/x-ndjson; charset=utf-8',
      'cache-control': 'no-store',
      'content-disposition': `attachment; filename="audit-log.${format}"`,
    })
    const write = format === 'csv' ? inCsv : inJsonLines
    return reply.send(Readable.from(write(everyPage(sql, caller.workspaceId, query))))
  })
}

/** Page by page: what is written meanwhile is newer than the first one, and in none of them. */
async function* everyPage(sql: Sql, workspaceId: number, query: AuditQuery): AsyncGenerator<AuditEntry[]> {
  for (let after: string | undefined; ; ) {
    const { data, next } = await auditPage(sql, workspaceId, { ...query, limit: 500, after })
    yield data
    if (next === undefined) return
    after = next
  }
}

async function* inJsonLines(pages: AsyncGenerator<AuditEntry[]>): AsyncGenerator<string> {
  for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(row)}\n`).join('')
}

const columns = [
  ...(['id', 'at', 'action', 'actor', 'person_id', 'key_id', 'project_id', 'subject', 'detail', 'address'] as const),
  'outcome',
] as const

async function* inCsv(pages: AsyncGenerator<AuditEntry[]>): AsyncGenerator<string> {
  const { begin, separator } = csvStyles.standard
  yield begin + csvLine(columns, separator)
  for await (const rows of pages) yield rows.map((row) => csvLine(cellsOf(row), separator)).join('')
}

function cellsOf(row: AuditEntry): string[] {
  return columns.map((name) => {
    const value = row[name]
    return guardCell(value === null ? '' : typeof value === 'object' ? JSON.stringify(value) : String(value))
  })
}
