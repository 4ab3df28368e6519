import { createHash } from 'node:crypto'
import type { Sql } from '../database/connect.ts'
import { linesOfRelease } from '../exports/releases/stored.ts'
import { rowText } from '../exports/spool.ts'
import type { Fault } from './fault.ts'

type Row = { project_id: number; number: number; jsonl_sha256: string }

/** Compares the rows of every release with the hash that was told when it was made. */
export async function checkReleases(sql: Sql, report: (fault: Fault) => void): Promise<{ releases: number }> {
  const releases = await sql<Row[]>`
    select project_id, number, jsonl_sha256 from releases where deleted_at is null order by project_id, number`
  for (const { project_id, number, jsonl_sha256 } of releases) {
    const detail = await whatIsWrong(sql, project_id, number, jsonl_sha256)
    if (detail) report({ what: 'release_corrupt', id: `${project_id}/${number}`, project_id, detail })
  }
  return { releases: releases.length }
}

async function whatIsWrong(sql: Sql, projectId: number, number: number, jsonl: string): Promise<string | null> {
  const hash = createHash('sha256')
  try {
    for await (const line of linesOfRelease(sql, projectId, number)) hash.update(rowText(line)).update('\n')
  } catch (error) {
    return `Its rows cannot be read: ${error instanceof Error ? error.message : error}`
  }
  return hash.digest('hex') === jsonl ? null : 'Its rows are not those that it was made with.'
}
