import { answerStands } from '../answers/stands.ts'
import type { Fragment, Queryable } from '../database/connect.ts'

/** `pt-BR` and `pt` are one: who reads the one reads the other. */
const base = (sql: Queryable, tag: ReturnType<Queryable>) => sql`split_part(lower(${tag}), '-', 1)`

/** Condition: a person has said that they know the language of project `p`, or it does not ask. */
export const speaks = (sql: Queryable, personId: string | Fragment) => sql`
  (not p.require_language or exists (
    select from people who, unnest(who.languages) as known (tag)
    where who.id = ${personId} and ${base(sql, sql`known.tag`)} = ${base(sql, sql`p.language`)}))`

/** Of fewer gold answers nobody is judged. */
const minAnswers = 5
/** The latest of each project: a long past of one kind does not hide what somebody does now, and the cost is bounded. */
const latest = 100
const maxProjects = 200

/**
 * Condition: a person has shown the skill that project `p` asks for, or it asks for none.
 *
 * Skill is what gold says in the *other* projects of the workspace, in whichever language: their evidence is the
 * requester's own, and what is shown in this one is for `skill_floor`. It is the posterior mean from a flat prior, as the
 * dashboard shows it (consolidation/worker-skill.ts): (1 + right) / (2 + answered). So five right answers of five make 0.86.
 */
export const isSkilled = (sql: Queryable, personId: string | Fragment) => sql`
  (p.min_skill is null or (
    select count(*) >= ${minAnswers} and (1 + coalesce(sum(shown.share), 0)) / (2 + count(*)) >= p.min_skill
    from (select o.id from projects o where o.workspace_id = p.workspace_id and o.id <> p.id order by o.id desc limit ${maxProjects}) other
    cross join lateral (
      select s.share from gold_scores s
      where s.project_id = other.id and s.worker_id = ${personId} and ${answerStands(sql)}
      order by s.scored_at desc limit ${latest}) shown))`
