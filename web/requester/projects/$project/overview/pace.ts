import type { Project } from '@whisker/api/projects.ts'
import type { service } from '../../../../service/client.ts'
import { formatDuration } from '../../../../ui/numbers.ts'

export type Progress = Awaited<ReturnType<typeof service.readProgress>>

/**
 * About how long the open tasks take at the rate of the last hour, or null where there is no rate. Answers given to open
 * tasks already are what remains when each finished task is taken to have `min_answers`.
 */
export function secondsLeft(progress: Progress, minAnswers: Project['min_answers']): number | null {
  const { tasks, answers, answers_last_hour } = progress
  if (tasks.open === 0 || answers_last_hour === 0) return null
  const finished = (tasks.completed + tasks.needs_review) * minAnswers
  const onOpen = Math.min(Math.max(answers - finished, 0), tasks.open * (minAnswers - 1))
  return ((tasks.open * minAnswers - onOpen) / answers_last_hour) * 3600
}

/** "about 3 h left": rounded as coarsely as such a guess deserves. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 90) return 'about a minute left'
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min left`
  if (seconds < 172_800) return `about ${Math.round(seconds / 3600)} h left`
  return `about ${formatDuration(Math.round(seconds / 86_400) * 86_400)
    .replace(/ 0 h$/, '')
    .replace(' d', ' days')} left`
}
