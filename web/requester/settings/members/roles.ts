import type { Role } from '@whisker/api/endpoint.ts'

export const roleWords: Record<Role | 'worker', { name: string; may: string }> = {
  owner: { name: 'Owner', may: 'Everything, also members and keys' },
  editor: { name: 'Editor', may: 'Makes and changes projects, sends tasks' },
  viewer: { name: 'Viewer', may: 'Reads everything, changes nothing' },
  worker: { name: 'Worker', may: 'Answers tasks' },
}
