import type { ProjectSummary } from '@whisker/api/summary.ts'

/** Counted answers in all, completed tasks that people were asked about, and what those took. */
export type Spent = { answers: number; finished: number; answers_of_finished: number }
export type OpenTasks = { wanted: number; answered: number; tasks: number }
type Answered = Pick<ProjectSummary, 'hours' | 'answers_last_hour'>

/** What a project has cost and will cost in answers, and how long that takes; see `ProjectSummary` for each figure. */
export function paceOf(
  spent: Spent,
  open: readonly OpenTasks[],
  maxAnswers: number,
  answered: Answered,
  peopleMissing: number,
) {
  const perTask = spent.finished === 0 ? null : spent.answers_of_finished / spent.finished
  const toCome = (inAll: (wanted: number) => number) =>
    open.reduce((sum, { wanted, answered: given, tasks }) => sum + (inAll(wanted) - given) * tasks, 0)
  const expected = Math.round(toCome((wanted) => Math.max(wanted, Math.min(perTask ?? 0, maxAnswers))))
  const rate = answered.answers_last_hour
  return {
    answers: spent.answers,
    answers_per_task: perTask,
    answers_to_come: {
      least: toCome((wanted) => wanted),
      expected,
      most: toCome((wanted) => Math.max(wanted, maxAnswers)),
    },
    ...answered,
    // However fast those are who are there: the last answers have to come from somebody else.
    seconds_left: expected === 0 || rate === 0 || peopleMissing > 0 ? null : (expected / rate) * 3600,
  } satisfies Partial<ProjectSummary>
}
