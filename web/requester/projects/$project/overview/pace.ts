import type { ProjectSummary } from '@whisker/api/summary.ts'
import { formatCount, formatDuration } from '../../../../ui/numbers.ts'

/** "about 3 h": rounded as coarsely as such a guess deserves. */
export function formatTimeLeft(seconds: number): string {
  if (seconds < 90) return 'about a minute'
  if (seconds < 5400) return `about ${Math.round(seconds / 60)} min`
  if (seconds < 172_800) return `about ${Math.round(seconds / 3600)} h`
  return `about ${formatDuration(Math.round(seconds / 86_400) * 86_400)
    .replace(/ 0 h$/, '')
    .replace(' d', ' days')}`
}

/** How sure the expected cost is: not at all where each task gets so many answers and no more. */
export function costWords({ least: min, most: max }: ProjectSummary['answers_to_come']): string {
  return min === max ? 'for the open tasks' : `${formatCount(min)} to ${formatCount(max)} for the open tasks`
}
