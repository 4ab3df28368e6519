import type { Scope } from '@whisker/api/endpoint.ts'

export const scopeWords: Record<Scope, { label: string; description: string }> = {
  read: { label: 'Read', description: 'Results, and all else that can be looked at' },
  write: { label: 'Write', description: 'Send tasks, make and change things. It reads as well' },
  work: { label: 'Work', description: 'Take tasks and answer them, as one worker: for a model' },
}
