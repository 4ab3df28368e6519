import { isDeepStrictEqual } from 'node:util'
import type { ItemResult } from '@whisker/api/field-result.ts'
import { sourcesOf } from '../accounts/answer-sources.ts'
import { leadingTasks } from '../answers/leading-tasks.ts'
import type { OverlapPolicy } from '../consolidation/overlap.ts'
import type { Sql } from '../database/connect.ts'
import { eventResult } from '../events/result.ts'
import { event, ofTask, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { resultColumns } from '../results/result-row.ts'
import { rewrite } from '../results/rewrite.ts'
import { tallyAgreement } from './agreement.ts'
import type { Crowd, CrowdAnswer } from './crowd.ts'
import { completeReviewed, toReview } from './settle.ts'
import { judgeTask, passesForm, type Verdict } from './verdict.ts'

const page = 500
/** A confidence that moved by less is not written again: exports with a cursor would give the whole project each time. */
const minMove = 0.005
/** A confidence that moved by so much is told as an event, also where the value stayed. */
const largeMove = 0.1

type Row = {
  task_id: string
  xid: string
  fields: ItemResult[]
  status: string
  version: number
  item_count: number
  external_id: string | null
  answers: CrowdAnswer[] | null
  /** By a reviewer or by gold. */
  decided: boolean
}

/**
 * Publishes what a refit changed: walks through the results and writes those whose value changed or whose confidence moved,
 * with a new transaction, so that exports with a cursor give them again. What a reviewer or gold decided is not touched, and
 * of two writers of one result the second steps back (`xid` as it was read). Unsure tasks that are sure now are completed;
 * what was completed stays so, but for values that the task's form does not take: they are for a person to see.
 * On its way it counts how far each worker agrees with the results, those that somebody decided among them.
 * Only then is the refit due no more: after a crash in between it comes again, and writes what is still missing.
 */
export async function publishRefit(sql: Sql, projectId: number, crowd: Crowd): Promise<void> {
  const [project] = await sql<{ workspace_id: number; min_answers: number; max_answers: number; confidence: number }[]>`
    select workspace_id, min_answers, max_answers, confidence from projects where id = ${projectId}`
  if (!project) return
  const { min_answers: minAnswers, max_answers: maxAnswers, confidence } = project
  const policy = { minAnswers, maxAnswers, confidence }
  const agreement = tallyAgreement(crowd)
  const sources = await sourcesOf(sql, projectId)
  // What was labeled somewhere else waits for a reviewer because somebody wanted that, and not because it was unsure.
  const isForReview = ({ answers }: Row) => (answers ?? []).every(({ worker_id }) => sources.has(worker_id))
  let newer = false
  for (let after = '00000000-0000-0000-0000-000000000000'; ; ) {
    const { rows, last } = await readResults(sql, projectId, after)
    const changed = []
    for (const row of rows) {
      if (row.decided) {
        agreement.add(row)
        continue
      }
      // Its form is newer than this refit: there would be no field to judge. The next one does.
      if (!crowd.specs.has(row.version)) {
        newer = true
        continue
      }
      const verdict = judgeAgain(crowd, policy, row)
      agreement.add({ ...row, fields: verdict.fields })
      if (row.status === 'needs_review' && verdict.step === 'stop' && !isForReview(row))
        await completeReviewed(sql, projectId, row, verdict)
      else {
        const review = row.status === 'completed' && !verdict.admissible
        // A value that the form takes is not given up for one that it does not.
        if (review && passesForm(crowd.specs.get(row.version) ?? [], row.fields)) continue
        const move = review ? 1 : furthestMove(row.fields, verdict.fields)
        if (move >= minMove) changed.push({ row, verdict, told: move >= largeMove, review })
      }
    }
    if (changed.length > 0) await writeChanged(sql, project.workspace_id, projectId, changed)
    if (last === null) break
    after = last
  }
  await agreement.store(sql, projectId)
  await sql`
    update crowds set due_since = ${newer ? sql`now()` : null}
    where project_id = ${projectId} and refit = ${crowd.refit} and due_since <= refit_at`
}

/** `last`: the task behind which there may be more. */
async function readResults(sql: Sql, projectId: number, after: string): Promise<{ rows: Row[]; last: string | null }> {
  const found = await sql<{ task_id: string }[]>`
    select task_id from results where project_id = ${projectId} and task_id > ${after} order by task_id limit ${page}`
  const ids = found.map(({ task_id }) => task_id)
  const tasks = await leadingTasks(sql, projectId, ids)
  const rows = await sql<Row[]>`
    select r.task_id, r.xid::text as xid, r.fields, t.status, t.version, t.item_count, t.external_id,
           r.method not in ('majority', 'model') or r.corrected_at is not null as decided, (
             select jsonb_agg(jsonb_build_object('worker_id', a.worker_id, 'values', a."values")
                              order by a.submitted_at, a.worker_id)
             from answers a where a.project_id = r.project_id and a.task_id = r.task_id and a.state = 'counted') as answers
    from results r cross join lateral (
      -- By the key, whatever is known of the tables: as a join it read all tasks of the project for each result.
      select * from tasks where project_id = ${projectId} and id = r.task_id limit 1) t
    where r.project_id = ${projectId} and r.task_id = any(${tasks}) and t.answered > 0
    order by r.task_id`
  return { rows, last: tasks.length < ids.length || ids.length === page ? (tasks.at(-1) ?? null) : null }
}

function judgeAgain(crowd: Crowd, policy: OverlapPolicy, row: Row): Verdict {
  return judgeTask(crowd, {
    version: row.version,
    spec: crowd.specs.get(row.version) ?? [],
    ...{ itemCount: row.item_count, policy, naming: crowd.naming, answers: row.answers ?? [] },
  })
}

/** How far the furthest confidence of a result moved; 1 when a value changed. */
function furthestMove(before: ItemResult[], after: ItemResult[]): number {
  let furthest = 0
  after.forEach((item, i) => {
    for (const [name, { value, confidence }] of Object.entries(item)) {
      const old = before[i]?.[name]
      if (!isDeepStrictEqual(old?.value, value)) furthest = 1
      else furthest = Math.max(furthest, Math.abs(confidence - (old?.confidence ?? 0)))
    }
  })
  return furthest
}

async function writeChanged(
  sql: Sql,
  workspaceId: number,
  projectId: number,
  changed: { row: Row; verdict: Verdict; told: boolean; review: boolean }[],
): Promise<void> {
  const rows = changed.map(({ row, verdict, told, review }) => {
    const { fields, confidence, labels } = resultColumns(projectId, verdict.spec, verdict.fields)
    const { task_id, xid } = row
    return {
      task_id,
      xid,
      fields,
      confidence,
      labels,
      provenance: verdict.provenance,
      told,
      review,
      event: eventResult(fields),
    }
  })
  await sql`
    with new as materialized (
      select * from jsonb_to_recordset(${sql.json(rows as never)}) as n
        (task_id uuid, xid text, fields jsonb, answers int, confidence float8, labels text[], provenance jsonb, told boolean, review boolean, event jsonb)
    ), rewritten as (
      ${rewrite(
        sql,
        projectId,
        sql`new n`,
        sql`r.xid = n.xid::xid8 and r.method in ('majority', 'model') and r.corrected_at is null`,
        sql`r.task_id, n.told, n.review, n.event`,
      )}
    ), ${toReview(sql, projectId)}
    ${tell(
      sql,
      {
        projectId,
        workspaceId,
        from: sql`rewritten u join tasks t on t.project_id = ${projectId} and t.id = u.task_id`,
        where: text`u.told`,
      },
      event('result.updated', { ...ofTask('t'), reason: 'refit', result_of: text`u.event` }),
    )}`
}
