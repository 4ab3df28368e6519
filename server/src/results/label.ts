// Longer values are told apart by nobody who filters a list by them.
const maxValueLength = 200

/** A value of a result as `results.labels` holds it: one index over all projects finds the tasks that got it. */
export function labelOf(projectId: number, field: string, value: string): string {
  return `${projectId}:${field}=${value.slice(0, maxValueLength)}`
}
