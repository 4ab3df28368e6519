import type { ProjectSummary } from '@whisker/api/summary.ts'

type TaskGroup = { status: string; gold: boolean; wanted: number; answered: number; tasks: number }
type Answered = Pick<ProjectSummary, 'hours' | 'answers_last_hour'>

/** What a project has cost and will cost in answers, and how long that takes; see `ProjectSummary` for each figure. */
export function paceOf(groups: readonly TaskGroup[], maxAnswers: number, answered: Answered) {
  const sum = (of: (group: TaskGroup) => number) => groups.reduce((total, group) => total + of(group) * group.tasks, 0)
  const spent = ({ status, gold, answered: n }: TaskGroup) => (status === 'completed' && !gold && n > 0 ? 1 : 0)
  const completed = sum(spent)
  const perTask = completed === 0 ? null : sum((group) => spent(group) * group.answered) / completed
  const toCome = (inAll: (wanted: number) => number) =>
    sum(({ status, wanted, answered: n }) => (status === 'open' ? inAll(wanted) - n : 0))
  const expected = Math.round(toCome((wanted) => Math.max(wanted, Math.min(perTask ?? 0, maxAnswers))))
  const rate = answered.answers_last_hour
  return {
    answers: sum((group) => group.answered),
    answers_per_task: perTask,
    answers_to_come: { least: toCome((wanted) => wanted), expected, most: toCome((n) => Math.max(n, maxAnswers)) },
    ...answered,
    seconds_left: expected === 0 || rate === 0 ? null : (expected / rate) * 3600,
  } satisfies Partial<ProjectSummary>
}
