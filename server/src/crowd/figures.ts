import type { Sql } from '../database/connect.ts'
import type { FieldReport } from './refit-store.ts'

type CrowdRow = { refit: number; refit_at: string | null; answers: number; due: boolean; fields: FieldReport[] }

/** What the last refit has found of a project's crowd. */
export async function findCrowd(sql: Sql, projectId: number): Promise<CrowdRow | null> {
  const [crowd] = await sql<CrowdRow[]>`
    select refit, refit_at, answers, due_since is not null as due, fields from crowds where project_id = ${projectId}`
  return crowd ?? null
}

/** How many results have how much confidence. @param bands their lower ends; 1 is the first of them */
export const countBands = (sql: Sql, projectId: number, bands: number[]) => sql<
  { band: number; tasks: number; answers: number }[]
>`
  select width_bucket(confidence, ${bands}::float8[])::int as band, count(*)::int as tasks, sum(answers)::int as answers
  from results where project_id = ${projectId} group by 1`
