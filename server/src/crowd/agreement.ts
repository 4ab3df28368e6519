import type { ItemResult } from '@whisker/api/field-result.ts'
import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import { agrees } from '../consolidation/agrees.ts'
import { modelKindOf } from '../consolidation/models/models.ts'
import type { Sql } from '../database/connect.ts'
import { type Crowd, type CrowdAnswer, modelOf } from './crowd.ts'

type Compared = { version: number; answers: CrowdAnswer[] | null; fields: ItemResult[]; decided: boolean }

/** Counts how often each worker's answers say what the results say, value by value. */
export type AgreementTally = {
  add: (task: Compared) => void
  /** Replaces what was counted before, unless another refit has come in between. */
  store: (sql: Sql, projectId: number) => Promise<void>
}

/**
 * A count, beside the model's estimate of how often somebody is right: anybody can check it by hand. Two things keep it
 * honest. A task with a single answer is left out, because that answer is its result. And a result that a reviewer or gold
 * `decided` counts whoever answered, because there the answers did not make it.
 *
 * Values are the same as they are when results are made: texts by what they mean in this project, numbers within the
 * tolerance, ticks as a set. No value agrees with a result that says that there is none.
 *
 * Rejected: counting when somebody looks, by joining answers with results. It takes far longer, and cannot tell that "Cat!" is
 * "cat".
 */
export function tallyAgreement(crowd: Crowd): AgreementTally {
  const counts = new Map<string, { agreed: number; compared: number }>()
  const isSame = (field: OutputField, truth: FieldValue, value: FieldValue | undefined) => {
    const model = modelOf(crowd, field)
    const { scatter, spelling } = modelKindOf(model).sameness(model)
    return agrees(field, truth, value, crowd.naming.of(field), scatter, spelling)
  }

  return {
    add({ version, answers, fields, decided }) {
      if (!answers || (answers.length < 2 && !decided)) return
      const spec = crowd.specs.get(version) ?? []
      for (const { worker_id, values } of answers) {
        const count = counts.get(worker_id) ?? { agreed: 0, compared: 0 }
        counts.set(worker_id, count)
        fields.forEach((item, i) => {
          for (const field of spec) {
            const truth = item[field.name]?.value
            if (truth === undefined) continue
            const value = values[i]?.[field.name]
            count.compared++
            if (truth === null ? value === undefined : isSame(field, truth, value)) count.agreed++
          }
        })
      }
    },
    async store(sql, projectId) {
      const rows = [...counts].filter(([, { compared }]) => compared > 0)
      const ids = rows.map(([id]) => id)
      await sql.begin(async (tx) => {
        const [current] =
          await tx`select from crowds where project_id = ${projectId} and refit = ${crowd.refit} for share`
        if (!current) return
        await tx`delete from worker_agreement where project_id = ${projectId} and worker_id <> all(${ids}::uuid[])`
        await tx`
          insert into worker_agreement (project_id, worker_id, agreed, compared)
          select ${projectId}, c.* from unnest(${ids}::uuid[], ${rows.map(([, { agreed }]) => agreed)}::int[],
            ${rows.map(([, { compared }]) => compared)}::int[]) as c
          on conflict (project_id, worker_id)
          do update set agreed = excluded.agreed, compared = excluded.compared, counted_at = now()`
      })
    },
  }
}
