import type { InputField, OutputField } from '@whisker/api/fields.ts'
import { showsSameItems, spokenForm, takesSameAnswers } from '@whisker/api/form-change.ts'
import type { Fragment, Queryable } from '../database/connect.ts'

/** An older form of a project, beside its newest one. */
export type FormVersion = {
  version: number
  /** Its tasks can be shown by the newest form. */
  showsItems: boolean
  /** The newest form takes the same answers: only words differ. */
  sameAnswers: boolean
  newest: Specs
}
export type Specs = { input_spec: InputField[]; output_spec: OutputField[] }

// Of older forms hardly any task is left; those keep them.
const maxVersions = 1000

/** The older forms of a project, newest first; `newest` may be one that is not saved yet. */
export async function readFormVersions(
  sql: Queryable,
  projectId: number,
  below: number,
  draft?: Specs,
): Promise<FormVersion[]> {
  const rows = await sql<({ version: number } & Specs)[]>`
    select version, input_spec, output_spec from project_versions
    where project_id = ${projectId} and version <= ${below} order by version desc limit ${maxVersions}`
  const [current, ...others] = rows
  const newest = draft ?? current
  if (!newest) return []
  return (draft ? rows : others).map(({ version, input_spec, output_spec }) => ({
    version,
    showsItems: showsSameItems(input_spec, newest.input_spec),
    sameAnswers: takesSameAnswers(output_spec, newest.output_spec),
    newest,
  }))
}

type Spoken = { version: number } & Specs
export type OwnAndNewest = { own: Spoken; newest: Spoken }

/** Columns: the form of task `t` (version `v`) and that of today of its project (`n`). */
export const ownAndNewest = (sql: Queryable) => sql`
  ${asForm(sql, sql`v`)} as own, ${asForm(sql, sql`n`)} as newest`

const asForm = (sql: Queryable, row: Fragment) =>
  sql`jsonb_build_object('version', ${row}.version, 'input_spec', ${row}.input_spec, 'output_spec', ${row}.output_spec)`

/** What {@link ownAndNewest} comes from, beside task `t` and its project `p`. */
export const bothForms = (sql: Queryable) => sql`
  join project_versions v on v.project_id = t.project_id and v.version = t.version
  join project_versions n on n.project_id = p.id and n.version = p.version`

/** The form in which a requester speaks of a task (`spokenForm`); what they say brings the task to it. */
export const toSpeakIn = ({ own, newest }: OwnAndNewest): Spoken => spokenForm(own, newest)
