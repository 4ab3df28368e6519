import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import { pauseAnew } from '../accounts/project-workers.ts'
import { answerStands } from '../answers/stands.ts'
import { shareRight } from '../consolidation/agrees.ts'
import { kindOf } from '../consolidation/kinds/kinds.ts'
import { type NamingSettings, namingOf, type ProjectNaming } from '../consolidation/naming.ts'
import type { Scatter } from '../consolidation/number-location.ts'
import { decidePause } from '../consolidation/worker-skill.ts'
import type { Fragment, Queryable } from '../database/connect.ts'
import { event, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { namingSettings } from '../projects/naming.ts'

/** How the crowd's numbers scatter, by field, as the last refit has seen it (number-location.ts). */
export type Scatters = Record<string, Scatter | null> | null

/** What a submit to a gold task must know; null for ordinary tasks. */
export type GoldForm = {
  answer: AnswerItem[]
  skill_floor: number | null
  naming: NamingSettings
  scatters: Scatters
  /** The worker's gold answers to other tasks so far, since a pause that was ended, and the sum of the shares that were right. */
  scored: number
  right: number
}

/** Column `gold` of a form: of task `t`, project `p`. */
export const goldForm = (sql: Queryable, workerId: string | Fragment) => sql`
  case when t.gold then (
    select jsonb_build_object('answer', g.answer, 'skill_floor', p.skill_floor, 'naming', ${namingSettings(sql)}, 'scatters', ${scattersOf(sql)}, 'scored', s.scored, 'right', s."right")
    from gold g cross join lateral (
      select count(*)::int as scored, coalesce(sum(s.share), 0) as "right" from gold_scores s
      where s.project_id = t.project_id and s.worker_id = ${workerId} and s.task_id <> t.id and s.scored_at > coalesce(
        (select w.resumed_at from project_workers w where w.project_id = t.project_id and w.person_id = ${workerId}),
        '-infinity') and ${answerStands(sql)}) s
    where g.project_id = t.project_id and g.task_id = t.id) end as gold`

/** The {@link Scatters} of project `p`. */
export const scattersOf = (sql: Queryable) => sql`(
  select jsonb_object_agg(m.field, m.about -> 'scatter') from crowd_models m
  where m.project_id = p.id and jsonb_typeof(m.about -> 'scatter') = 'object')`

/** `counts`: objects that were found, missed and too many, of fields that look for some. */
export type FieldScore = [right: number, answered: number, ...counts: number[]]

type Score = { fields: Record<string, FieldScore>; share: number }

/**
 * Compares an answer with what is right: texts as the project joins them ("Cat!" is "cat"), numbers as near as people who are right lie
 * apart, checkboxes as sets, boxes by how many of them are right. Optional fields that the known answer leaves out are not known, and not scored.
 */
export function scoreAnswer(
  fields: readonly OutputField[],
  known: readonly AnswerItem[],
  answer: readonly AnswerItem[],
  naming: ProjectNaming,
  scatters: Scatters = null,
): Score {
  const scores: Score['fields'] = {}
  let right = 0
  let answered = 0
  known.forEach((item, index) => {
    for (const field of fields) {
      const truth = item[field.name]
      if (truth === undefined) continue
      const said = answer[index]?.[field.name]
      const share = shareRight(field, truth, said, naming.of(field), scatters?.[field.name] ?? null)
      const own: FieldScore = [share, 1, ...countsOf(field, truth, said)]
      scores[field.name] = addScores(scores[field.name] ?? [0, 0], own)
      right += share
      answered++
    }
  })
  return { fields: scores, share: answered === 0 ? 0 : right / answered }
}

/** Scores of answers of an older release have no counts. */
export function addScores(a: FieldScore, b: FieldScore): FieldScore {
  const counts = [2, 3, 4].filter((n) => n < Math.max(a.length, b.length)).map((n) => (a[n] ?? 0) + (b[n] ?? 0))
  return [a[0] + b[0], a[1] + b[1], ...counts]
}

function countsOf(field: OutputField, truth: FieldValue, said: FieldValue | undefined): number[] {
  const pairs = kindOf(field).pairs?.(field, truth, said)
  if (!pairs) return []
  const found = pairs.filter((pair) => pair !== null).length
  return [found, (truth as FieldValue[]).length - found, pairs.length - found]
}

type Submit = { projectId: number; taskId: string; workerId: string; pseudonym: string }

/**
 * What a counted answer to a gold task brings about, as part of the statement that counts it: its score, the pause of a
 * worker who is almost surely below the project's floor, and the end of gold that was shown as often as it may be. Reads
 * a CTE `answer`, which has a row when the answer was counted.
 *
 * A change pauses nobody: who tries other answers one by one would see at which of them the pause comes.
 *
 * The worker's earlier scores were read before the statement. Of two gold answers of one worker at the same moment
 * neither sees the other; the next one sees both.
 */
export function scored(
  sql: Queryable,
  form: { output_spec: OutputField[]; gold: GoldForm | null },
  answer: AnswerItem[],
  { projectId, taskId, workerId, pseudonym }: Submit,
  /** The answer takes a place. One that is changed does not, and has a score only if it was given when the task was gold. */
  isNew = true,
) {
  if (!form.gold) return sql``
  const { answer: known, skill_floor: floor, scored, right } = form.gold
  const score = scoreAnswer(form.output_spec, known, answer, namingOf(form.gold.naming), form.gold.scatters)
  const { pause, reason = '' } = floor === null ? { pause: false } : decidePause(right + score.share, scored + 1, floor)
  return sql`, scored as (
      insert into gold_scores (project_id, task_id, worker_id, fields, share)
      select ${projectId}, ${taskId}, ${workerId}, ${sql.json(score.fields)}, ${score.share} from answer
      where ${isNew} or exists (
        select from gold_scores where project_id = ${projectId} and task_id = ${taskId} and worker_id = ${workerId})
      on conflict (project_id, task_id, worker_id) do update
      set fields = excluded.fields, share = excluded.share, scored_at = case when ${isNew} then now() else gold_scores.scored_at end
    ), worn as (
      update gold set retired_at = now()
      where project_id = ${projectId} and task_id = ${taskId} and ${isNew} and exists (select from answer)
        and exists (select from tasks where project_id = ${projectId} and id = ${taskId} and answered + 1 >= wanted)
    ), paused as (
      ${pauseAnew(sql, projectId, workerId, reason, sql`answer where ${pause && isNew}`)}
    ), paused_event as (
      ${tell(sql, { projectId, from: text`paused` }, event('worker.paused', { worker_id: pseudonym, reason }))}
    )`
}
