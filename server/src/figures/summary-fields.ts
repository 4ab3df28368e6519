import type { OutputField } from '@whisker/api/fields.ts'
import { type FieldSummary, maxValues } from '@whisker/api/summary.ts'
import { kindOf } from '../consolidation/kinds/kinds.ts'
import type { Queryable } from '../database/connect.ts'

const maxBars = 20

type Row = { values: FieldSummary['values'] | null; different: number; of_all: number; with_any: number }

/** How often each value of the fields came out, from the figures that `foldChanges` keeps. */
export async function summarizeFields(
  tx: Queryable,
  projectId: number,
  spec: readonly OutputField[],
  results: number,
): Promise<FieldSummary[]> {
  const fields: FieldSummary[] = []
  for (const field of spec) {
    const [row] = await tx<Row[]>`
      select (select jsonb_agg(jsonb_build_object('value', value, 'tasks', tasks)) from (
                select value, tasks from result_labels
                where project_id = ${projectId} and field = ${field.name} and value <> '' and tasks > 0
                order by tasks desc, value limit ${maxValues}) top) as "values",
             count(*) filter (where value <> '')::int as different,
             coalesce(sum(tasks) filter (where value <> ''), 0)::int as of_all,
             coalesce(sum(tasks) filter (where value = ''), 0)::int as with_any
      from result_labels where project_id = ${projectId} and field = ${field.name} and tasks > 0`
    const { values, different, of_all, with_any } = row as Row
    const shown = values ?? []
    fields.push({
      field: field.name,
      type: field.type,
      values: shown,
      others: { values: different - shown.length, tasks: of_all - shown.reduce((sum, { tasks }) => sum + tasks, 0) },
      none: Math.max(0, results - with_any),
      histogram: await histogramOf(tx, projectId, field, shown),
    })
  }
  return fields
}

async function histogramOf(tx: Queryable, projectId: number, field: OutputField, values: FieldSummary['values']) {
  if (values.length === 0) return null
  const { bars } = kindOf(field)
  return bars === 'ranges' ? histogramOfNumbers(tx, projectId, field.name) : (bars?.(field, values) ?? null)
}

/** Bars of equal width. What an older version of the field took for a text is no number, and passed over. */
async function histogramOfNumbers(tx: Queryable, projectId: number, field: string): Promise<FieldSummary['histogram']> {
  const numbers = tx`
    select case when value ~ '^-?[0-9]+([.][0-9]+)?(e[+-]?[0-9]{1,3})?$' then value::float8 end as n, tasks
    from result_labels where project_id = ${projectId} and field = ${field} and value <> '' and tasks > 0`
  const [edge] = await tx<{ low: number | null; high: number | null; tasks: number }[]>`
    select min(n) as low, max(n) as high, coalesce(sum(tasks) filter (where n is not null), 0)::int as tasks
    from (${numbers}) numbers`
  const { low, high, tasks } = edge as { low: number | null; high: number | null; tasks: number }
  if (low === null || high === null) return null
  if (low === high) return [{ from: low, to: high, tasks }]
  const width = high / maxBars - low / maxBars
  const counted = await tx<{ bar: number; tasks: number }[]>`
    select least(${maxBars}, width_bucket(n, ${low}::float8, ${high}::float8, ${maxBars}::int))::int as bar,
           sum(tasks)::int as tasks
    from (${numbers}) numbers where n is not null group by 1`
  return Array.from({ length: maxBars }, (_, b) => ({
    from: low + b * width,
    to: b === maxBars - 1 ? high : low + (b + 1) * width,
    tasks: counted.find(({ bar }) => bar === b + 1)?.tasks ?? 0,
  }))
}
