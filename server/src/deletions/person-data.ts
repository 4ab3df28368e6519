import type { Fragment, Sql } from '../database/connect.ts'
import { fitting } from '../database/fit.ts'

const rowsAtOnce = 1000

/**
 * Everything that the service keeps about a person, as one JSON document in pieces, in bounded memory. Of their answers all
 * that they gave; not which of them were compared with known ones, and with what outcome: that would tell which tasks
 * are gold. Nor the ids of tasks, nor the order of these: they are in the order of time, and gold is older or newer than what
 * was shown beside it.
 */
export async function* personData(sql: Sql, personId: string): AsyncGenerator<string> {
  const [about] = await sql<Record<string, unknown>[]>`
    select now() as exported_at,
           (select jsonb_build_object('id', id, 'name', name, 'email', email, 'languages', languages, 'created_at', created_at)
            from people where id = ${personId}) as person,
           coalesce((select jsonb_agg(jsonb_build_object('workspace', w.title, 'role', m.role, 'joined_at', m.joined_at) order by m.joined_at)
                     from members m join workspaces w on w.id = m.workspace_id where m.person_id = ${personId}), '[]') as memberships,
           coalesce((select jsonb_agg(jsonb_build_object('issuer', issuer, 'subject', subject, 'created_at', created_at,
                                        'last_used_at', last_used_at) order by created_at)
                     from identities where person_id = ${personId}), '[]') as identities,
           coalesce((select jsonb_agg(jsonb_build_object('device', user_agent, 'created_at', created_at, 'last_seen_at', last_seen_at)
                                      order by created_at)
                     from sessions where person_id = ${personId}), '[]') as sessions,
           coalesce((select jsonb_agg(jsonb_build_object('project_id', project_id, 'joined_at', joined_at, 'removed_at', removed_at,
                                        'paused_at', paused_at, 'paused_reason', paused_reason) order by project_id)
                     from project_workers where person_id = ${personId}), '[]') as projects,
           coalesce((select jsonb_agg(jsonb_build_object('project_id', project_id, 'comment', comment, 'created_at', created_at,
                                        'outcome', outcome, 'reply', reply) order by created_at)
                     from appeals where person_id = ${personId}), '[]') as appeals,
           coalesce((select jsonb_agg(jsonb_build_object('project_id', project_id, 'task_id', task_id, 'comment', comment,
                                        'created_at', created_at) order by created_at)
                     from corrections where person_id = ${personId}), '[]') as corrections,
           coalesce((select jsonb_agg(jsonb_build_object('project_id', project_id, 'task_id', task_id, 'created_at', created_at)
                                      order by created_at)
                     from gold where marked_by = ${personId}), '[]') as known_answers`
  const { projects } = about as { projects: { project_id: number }[] }
  yield `${JSON.stringify(about).slice(0, -1)},"answers":[`
  yield* list(projects, (projectId, after) => answersAfter(sql, personId, projectId, after))
  yield '],"answers_to_older_forms":['
  yield* list(projects, (projectId, after) => olderAfter(sql, personId, projectId, after))
  yield '],"practice":['
  yield* list(projects, (projectId, after) => practiceAfter(sql, personId, projectId, after))
  yield '],"skips":['
  yield* list(projects, (projectId, after) => wordsAfter(sql, 'skips', personId, projectId, after))
  yield '],"reports":['
  yield* list(projects, (projectId, after) => wordsAfter(sql, 'reports', personId, projectId, after))
  yield ']}\n'
}

type Row = { at: string; row: string }

/** The rows of all projects, page after page, with commas between them. */
async function* list(
  projects: { project_id: number }[],
  page: (projectId: number, after: string) => Promise<Row[]>,
): AsyncGenerator<string> {
  let separator = '\n'
  for (const { project_id } of projects) {
    for (let after = beginning; ; ) {
      const rows = await page(project_id, after)
      const last = rows.at(-1)
      if (!last) break
      yield separator + rows.map(({ row }) => row).join(',\n')
      separator = ',\n'
      after = last.at
    }
  }
}

/** Microseconds and the id of a hold: before every other. */
const beginning = '0 00000000-0000-0000-0000-000000000000'

async function answersAfter(sql: Sql, personId: string, projectId: number, after: string): Promise<Row[]> {
  const [at = '', hold = ''] = after.split(' ')
  return given(
    sql,
    sql`
      select row_number() over (order by submitted_at, assignment_id) as pos,
             (extract(epoch from submitted_at) * 1000000)::bigint || ' ' || assignment_id as at, project_id, assignment_id,
             "values" as payload, seconds, submitted_at
      from answers
      where project_id = ${projectId} and worker_id = ${personId}
        and (submitted_at, assignment_id) > ('epoch'::timestamptz + ${at}::bigint * interval '1 microsecond', ${hold})
      order by submitted_at, assignment_id limit ${rowsAtOnce}`,
  )
}

async function olderAfter(sql: Sql, personId: string, projectId: number, after: string): Promise<Row[]> {
  const [, hold = ''] = after.split(' ')
  return given(
    sql,
    sql`
      select row_number() over (order by assignment_id) as pos, '0 ' || assignment_id as at, project_id, assignment_id,
             "values" as payload, seconds, submitted_at
      from outdated_answers where project_id = ${projectId} and worker_id = ${personId} and assignment_id > ${hold}
      order by assignment_id limit ${rowsAtOnce}`,
  )
}

/** Answers as the document has them, as many as come to the weight of a page. */
function given(sql: Sql, source: Fragment): PromiseLike<Row[]> {
  return sql<Row[]>`
    select at, jsonb_build_object('project_id', project_id, 'assignment_id', assignment_id, 'answer', payload,
             'seconds', seconds, 'submitted_at', submitted_at)::text as row
    from ${fitting(sql, source)} page order by pos`
}

/** What was right in practice was told with each answer, so it tells nothing new. */
async function practiceAfter(sql: Sql, personId: string, projectId: number, after: string): Promise<Row[]> {
  const [, hold = ''] = after.split(' ')
  return sql<Row[]>`
    select at, jsonb_build_object('project_id', project_id, 'assignment_id', assignment_id, 'answer', payload,
             'right', is_right, 'round', round, 'answered_at', answered_at)::text as row
    from ${fitting(
      sql,
      sql`
        select row_number() over (order by id) as pos, '0 ' || id as at, project_id, id as assignment_id,
               answer as payload, is_right, round, answered_at
        from training_answers
        where project_id = ${projectId} and worker_id = ${personId} and answered_at is not null and id > ${hold}
        order by id limit ${rowsAtOnce}`,
    )} page order by pos`
}

async function wordsAfter(
  sql: Sql,
  table: 'skips' | 'reports',
  personId: string,
  projectId: number,
  after: string,
): Promise<Row[]> {
  const [, hold = ''] = after.split(' ')
  return sql<Row[]>`
    select '0 ' || w.assignment_id as at, jsonb_build_object('project_id', w.project_id, 'assignment_id', w.assignment_id,
             'reason', w.reason, 'comment', w.comment, 'at', a.ended_at)::text as row
    from ${sql(table)} w join assignments a on a.project_id = w.project_id and a.id = w.assignment_id
    where w.project_id = ${projectId} and a.worker_id = ${personId} and w.assignment_id > ${hold}
    order by w.assignment_id limit ${rowsAtOnce}`
}
