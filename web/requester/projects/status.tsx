import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { Badge, type Tone } from '../../ui/badge.tsx'

const projectWords: Record<Project['status'], [Tone, string]> = {
  active: ['accent', 'Active'],
  paused: ['warn', 'Paused'],
  archived: ['neutral', 'Archived'],
}

export function ProjectStatus({ status, plain = false }: { status: Project['status']; plain?: boolean }) {
  const [tone, words] = projectWords[status]
  return (
    <Badge tone={tone} plain={plain}>
      {words}
    </Badge>
  )
}

export const taskWords: Record<Task['status'], [Tone, string]> = {
  open: ['neutral', 'Open'],
  completed: ['accent', 'Completed'],
  needs_review: ['warn', 'To review'],
  cancelled: ['neutral', 'Cancelled'],
  unreadable: ['danger', 'Unreadable'],
}

export function TaskStatus({ status, plain = false }: { status: Task['status']; plain?: boolean }) {
  const [tone, words] = taskWords[status]
  return (
    <Badge tone={tone} plain={plain}>
      {words}
    </Badge>
  )
}
