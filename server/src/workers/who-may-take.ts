import type { Fragment, Queryable } from '../database/connect.ts'
import { mayWork } from '../projects/may-work.ts'
import { isSkilled, speaks } from './who-may-work.ts'

/** Condition: a person has passed the training of project `p`, or it has none. */
export const isTrained = (sql: Queryable, personId: string | Fragment) => sql`
  (p.training is null or exists (
    select from training_rounds r where r.project_id = p.id and r.worker_id = ${personId} and r.passed))`

/** Condition: project `p` is for people like this one: they may work on it, know its language and have the skill it asks for. */
export const isFor = (sql: Queryable, personId: string | Fragment) => sql`(
  ${mayWork(sql, personId)} and ${speaks(sql, personId)} and ${isSkilled(sql, personId)})`

/** Condition: a person may take tasks of project `p`. It is for them, nobody paused them, and they are trained. */
export const mayTake = (sql: Queryable, personId: string | Fragment) => sql`(
  ${isFor(sql, personId)} and ${isTrained(sql, personId)} and not exists (
    select from project_workers w where w.project_id = p.id and w.person_id = ${personId} and w.paused_at is not null))`
