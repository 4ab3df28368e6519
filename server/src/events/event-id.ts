/**
 * Public id of an event: the `id` in `GET /events` and the `webhook-id` of each of its deliveries. It names the project,
 * which leads the primary key; 0 is the workspace itself.
 */
export function eventId(projectId: number, id: string): string {
  return `evt_${projectId}_${id}`
}
