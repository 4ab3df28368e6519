import type { FieldSummary, ProjectSummary } from '@whisker/api/summary.ts'

/** What the dashboard's overview and results show. */
export function figures(summary: ProjectSummary): string[][] {
  const { answers, answers_per_task, answers_to_come, answers_last_hour, seconds_left, agreement, results } = summary
  if (answers === 0) return []
  const { least: min, expected, most: max } = answers_to_come
  const rows = [
    [
      'Cost',
      `${answers} answers${answers_per_task === null ? '' : `, ${answers_per_task.toFixed(2)} per completed task`}; ${expected} to come${min === max ? '' : ` (${min} to ${max})`}`,
    ],
    [
      'Pace',
      `${answers_last_hour} answers in the last hour${seconds_left === null ? '' : `; ${timeLeft(seconds_left)} left`}`,
    ],
    ['Agreement', agreement === null ? 'not known: one answer per task' : `${percent(agreement)} of the votes`],
    ['Results', String(results)],
  ]
  return [...rows, ...summary.fields.filter(({ values }) => values.length > 0).map((field) => labels(field, results))]
}

const maxShown = 5

function labels({ field, values, others, none }: FieldSummary, results: number): string[] {
  const shown = values
    .slice(0, maxShown)
    .map(({ value, tasks }) => `${JSON.stringify(value)} ${percent(tasks / results)}`)
  const more = others.values + Math.max(0, values.length - maxShown)
  if (more > 0) shown.push(`${more} more`)
  if (none > 0) shown.push(`no answer ${percent(none / results)}`)
  return [`  ${field}`.padEnd(11).concat(field.length > 8 ? ' ' : ''), shown.join(', ')]
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)}%`
}

function timeLeft(seconds: number): string {
  if (seconds < 5400) return `about ${Math.max(1, Math.round(seconds / 60))} min`
  return seconds < 172_800 ? `about ${Math.round(seconds / 3600)} h` : `about ${Math.round(seconds / 86_400)} days`
}
