import { notifications } from '@mantine/notifications'
import { explain } from '../service/problem.ts'

/** Tells about a failure where no place of the page belongs to it. */
export function notifyProblem(error: unknown): void {
  const { title, detail } = explain(error)
  notifications.show({ title, message: detail, color: 'red', autoClose: 10_000 })
}

/** Tells that something was done. */
export function notifyDone(message: string): void {
  notifications.show({ message, autoClose: 3500 })
}
