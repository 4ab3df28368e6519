import type { Task } from '@whisker/api/tasks.ts'
import type { Queryable } from '../database/connect.ts'
import { reopened, tell } from '../events/tell.ts'
import { text } from '../events/text.ts'
import { ApiProblem } from '../problem.ts'
import { projectOf } from '../projects/ids.ts'
import { findTask } from './queries.ts'
import { maxAnswers, openForMore } from './row/open.ts'

/**
 * Opens a finished task for `count` more answers. One statement: the places appear with the status that gives them out,
 * and the task goes in front of every cursor (lane 1), because workers passed it while it was full. Who has answered it is
 * not asked again (`assignments_once`). `least_answers` keeps a change of the overlap from taking the places away.
 *
 * The last result stays until the new one replaces it: an export never loses a task because somebody wants to know better.
 * A correction that commits at the same moment stands: completing a task never replaces a corrected result.
 */
export async function askAboutAgain(sql: Queryable, workspaceId: number, taskId: string, count: number): Promise<Task> {
  const projectId = projectOf(taskId)
  const opened = await sql`
    with reopened as (
      ${openForMore(
        sql,
        projectId,
        taskId,
        count,
        sql`t.status in ('completed', 'needs_review') and not t.gold and t.answered + t.active + ${count} <= ${maxAnswers}
            and p.workspace_id = ${workspaceId} and p.status <> 'archived'
            and not exists (select from results r
                            where r.project_id = t.project_id and r.task_id = t.id and r.corrected_at is not null)`,
      )}
    )
    ${tell(sql, { projectId, workspaceId, from: text`reopened r`, behind: text`r.id` }, reopened('r'))}
    returning 1`
  const task = await findTask(sql, workspaceId, taskId)
  if (opened.length === 0) throw whyNot(task, count)
  return task
}

function whyNot(task: Task, count: number): ApiProblem {
  if (task.status === 'open')
    return new ApiProblem(
      'conflict',
      `The task is open: it already waits for answers (${task.answers} of ${task.answers_wanted}).`,
    )
  if (task.status !== 'completed' && task.status !== 'needs_review')
    return new ApiProblem('conflict', `The task is ${task.status}: nobody can be asked about it.`)
  if (task.gold)
    return new ApiProblem(
      'conflict',
      'The task is gold: its answer is known. Take the mark away to ask about it again.',
    )
  if (task.corrected_at !== null)
    return new ApiProblem(
      'conflict',
      'A reviewer has corrected the result, and more answers would not change it. Undo the correction first.',
    )
  if (task.answers + count > maxAnswers)
    return new ApiProblem(
      'conflict',
      `The task has ${task.answers} answers; ${maxAnswers} are the most that a task can get.`,
    )
  return new ApiProblem('project_closed', 'The project is archived and takes no more answers. Unarchive it first.')
}
