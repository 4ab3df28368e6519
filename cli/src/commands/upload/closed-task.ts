import type { Task } from '@whisker/api/tasks.ts'

type Closed = { code: 'cancelled' | 'unreadable'; detail: string }

/** Why nobody will be asked about a picture that has a task already, as the end of a sentence that begins with its name. */
export function closedTask(taskId: string, status: Task['status'], reason?: string | null): Closed | null {
  const again = `whisker tasks reopen ${taskId}`
  if (status === 'cancelled')
    return {
      code: 'cancelled',
      detail: `has a task that was cancelled, so nobody is asked about it. To open it again: ${again}`,
    }
  if (status === 'unreadable')
    return {
      code: 'unreadable',
      detail: `has a task that is unreadable${reason ? ` (${reason})` : ''}. Save the picture again with another program and send that; to try this one once more: ${again}`,
    }
  return null
}
