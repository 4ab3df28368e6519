import type { SynonymSuggestion } from '../consolidation/suggest-synonyms.ts'
import { skillOf } from '../consolidation/worker-skill.ts'
import type { Sql } from '../database/connect.ts'
import type { Crowd } from './crowd.ts'
import { fieldKey } from './crowd.ts'
import type { Fitted } from './refit-read.ts'
import { storeModel } from './stored.ts'

/** What crowds.fields keeps of each field. */
export type FieldReport = {
  field: string
  type: string
  method: string
  answers: number
  alpha: number | null
  suggestions: SynonymSuggestion[]
}

export type Claim = { project_id: number; lease: string; started: string }

/**
 * Makes a refit the one that all servers go on from, in one transaction. Only while the claim still holds: a server that was
 * away so long that another took over must not put old models over newer ones.
 *
 * The refit stays due until it is published (refit-publish.ts), so that one that died in between comes again. What asked for
 * another one meanwhile gets a time after `refit_at`, the beginning of this transaction.
 *
 * @returns the crowd to publish by; null when the claim was lost.
 */
export async function storeRefit(sql: Sql, claim: Claim, fitted: Fitted): Promise<Crowd | null> {
  const { project_id: projectId } = claim
  const reports: FieldReport[] = fitted.fields.map(({ field, fit }) => ({
    ...{ field: field.name, type: field.type, method: fit.method },
    ...{ answers: fit.answers, alpha: fit.alpha, suggestions: fit.suggestions },
  }))
  const current = new Set(fitted.specs.get(fitted.version)?.map(fieldKey))
  const people = fitted.fields
    .filter(({ field }) => current.has(fieldKey(field)))
    .flatMap(({ field, fit }) =>
      fit.workers.flatMap(({ answered, accuracy, bits }, w) => {
        if (answered === 0) return []
        const { low, high } = skillOf(accuracy * answered, answered)
        const range = { bits: bits?.bits ?? null, bits_low: bits?.low ?? null, bits_high: bits?.high ?? null }
        return [{ worker_id: fitted.workers[w], field: field.name, answered, accuracy, low, high, ...range }]
      }),
    )
  const stored = await sql.begin(async (tx) => {
    const [row] = await tx<{ refit: number; refit_at: string }[]>`
      update crowds set refit = refit + 1, refit_at = now(), answers = ${fitted.answers},
             cursor_xid = ${fitted.cursor}::text::xid8, version = ${fitted.version}, worker_ids = ${fitted.workers}::uuid[],
             fields = ${tx.json(reports as never)},
             due_since = case when due_since > ${claim.started}::text::timestamptz then clock_timestamp() else due_since end
      where project_id = ${projectId} and locked_until = ${claim.lease}::text::timestamptz
      returning refit, refit_at`
    if (!row) return null
    await tx`delete from crowd_models where project_id = ${projectId}`
    for (const { field, fit } of fitted.fields)
      for (const { field: name, type, part, about, packed } of storeModel(field, fit.model))
        await tx`
          insert into crowd_models (project_id, field, type, part, about, packed)
          values (${projectId}, ${name}, ${type}, ${part}, ${tx.json(about as never)}, ${Buffer.from(packed)})`
    await tx`delete from worker_quality where project_id = ${projectId}`
    await tx`
      insert into worker_quality (project_id, worker_id, field, answered, accuracy, low, high, bits, bits_low, bits_high)
      select ${projectId}, q.* from jsonb_to_recordset(${tx.json(people as never)}) as q
        (worker_id uuid, field text, answered int, accuracy real, low real, high real, bits real, bits_low real, bits_high real)`
    return row
  })
  if (!stored) return null
  return {
    ...{ refit: stored.refit, refitAt: stored.refit_at, answers: fitted.answers, since: 0 },
    cursor: { xid: fitted.cursor, task_id: '', worker_id: '' },
    ...{ version: fitted.version, specs: fitted.specs, naming: fitted.naming },
    workers: new Map(fitted.workers.map((id, number) => [id, number])),
    models: new Map(fitted.fields.map(({ field, fit }) => [fieldKey(field), fit.model])),
  }
}
