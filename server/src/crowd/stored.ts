import type { OutputField } from '@whisker/api/fields.ts'
import type { FieldModel } from '../consolidation/field-model.ts'
import type { StoredPart } from '../consolidation/models/model-kind.ts'
import { modelKindOf, restoreModel } from '../consolidation/models/models.ts'
import { type NamingSettings, namingOf } from '../consolidation/naming.ts'
import type { Queryable } from '../database/connect.ts'
import { namingSettings } from '../projects/naming.ts'
import { type Crowd, emptyModels, fieldKey } from './crowd.ts'

/** A row of crowd_models. */
export type StoredModel = StoredPart & { field: string; type: string; part: number }

export function storeModel({ name, type }: { name: string; type: string }, model: FieldModel): StoredModel[] {
  return modelKindOf(model)
    .store(model)
    .map((stored, part) => ({ field: name, type, part, ...stored }))
}

type CrowdRow = {
  naming: NamingSettings
  version: number
  specs: { version: number; output_spec: OutputField[] }[]
  refit: number | null
  refit_at: string | null
  answers: number | null
  cursor_xid: string | null
  worker_ids: string[] | null
}
type Row = CrowdRow & { field: string | null } & Omit<StoredModel, 'field'>

const nobody = '00000000-0000-0000-0000-000000000000'

/** A project's crowd as its last refit left it: the same on every server. Null: there is no such project. */
export async function loadCrowd(sql: Queryable, projectId: number): Promise<Crowd | null> {
  // One statement, hence one snapshot: the models of one refit with the workers and the cursor of the same.
  const rows = await sql<Row[]>`
    select ${namingSettings(sql)} as naming, p.version,
           (select jsonb_agg(jsonb_build_object('version', v.version, 'output_spec', v.output_spec))
            from project_versions v where v.project_id = p.id) as specs,
           c.refit, c.refit_at, c.answers, c.cursor_xid::text as cursor_xid, c.worker_ids,
           m.field, m.type, m.part, m.about, m.packed
    from projects p left join crowds c on c.project_id = p.id left join crowd_models m on m.project_id = c.project_id
    where p.id = ${projectId} order by m.field, m.type, m.part`
  const [row] = rows
  if (!row) return null
  const specs = new Map(row.specs.map(({ version, output_spec }) => [version, output_spec]))
  const models = emptyModels(specs)
  const stored = Map.groupBy(rows.filter((each) => each.field !== null) as StoredModel[], (each) =>
    fieldKey({ name: each.field, type: each.type }),
  )
  for (const [key, parts] of stored) {
    const model = restoreModel(parts)
    if (model && models.has(key)) models.set(key, model)
  }
  return {
    refit: row.refit ?? 0,
    refitAt: row.refit_at,
    answers: row.answers ?? 0,
    since: 0,
    cursor: { xid: row.cursor_xid ?? '0', task_id: nobody, worker_id: nobody },
    version: row.version,
    specs,
    workers: new Map((row.worker_ids ?? []).map((id, number) => [id, number])),
    models,
    naming: namingOf(row.naming),
  }
}
