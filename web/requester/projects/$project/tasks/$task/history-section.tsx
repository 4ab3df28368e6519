import { useQuery } from '@tanstack/react-query'
import type { Event, EventType } from '@whisker/api/events.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { Age } from '../../../../../ui/age.tsx'
import { Loaded } from '../../../../../ui/loaded.tsx'
import { Section } from '../../../../../ui/page.tsx'
import { taskEventsQuery } from '../../queries.ts'
import styles from './task.module.css'

/** The task's events of the last 30 days, the oldest first. */
export function HistorySection({ task }: { task: Task }) {
  const events = useQuery(taskEventsQuery(task.id))
  return (
    <Section title="History">
      <Loaded query={events}>
        {({ data }) =>
          data.length === 0 ? (
            <p className={styles.noResult}>Nothing in the last 30 days.</p>
          ) : (
            <ol className={styles.history}>
              {data.map((event) => (
                <li key={event.id}>
                  <span>{wordsOf(event)}</span>
                  <span className={styles.count}>
                    <Age at={event.timestamp} />
                  </span>
                </li>
              ))}
            </ol>
          )
        }
      </Loaded>
    </Section>
  )
}

const reasons: Record<string, string> = {
  refit: 'The result was worked out anew',
  correction: 'A reviewer corrected the result',
  correction_undone: 'The correction was taken back',
}

const words: Partial<Record<EventType, (data: Event['data']) => string>> = {
  'task.created': () => 'Made',
  'task.completed': (data) => `Completed with ${data.answers} answers`,
  'task.reopened': (data) => `Asked again: ${data.answers_wanted} answers wanted instead of ${data.answers}`,
  'task.cancelled': () => 'Cancelled',
  'task.unreadable': (data) => `Cannot be shown: ${data.reason}`,
  'answer.submitted': (data) => (data.state === 'counted' ? 'An answer came in' : 'An answer came too late to count'),
  'assignment.skipped': (data) => `Skipped by a worker: ${String(data.reason).replaceAll('_', ' ')}`,
  'result.updated': (data) => reasons[String(data.reason)] ?? 'The result changed',
}

function wordsOf(event: Event): string {
  return words[event.type]?.(event.data) ?? event.type
}
