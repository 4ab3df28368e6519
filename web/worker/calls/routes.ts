import type { Endpoints } from '@whisker/api/endpoints.ts'

type Row = { [K in keyof Endpoints]: readonly [method: Endpoints[K]['method'], path: Endpoints[K]['path']] }

/**
 * The endpoints that this page calls. No second description of the API: the types let only the literal method and path
 * of the endpoint table stand here. The table itself would bring zod along (17 KB gzip), more than the page.
 */
export const routes = {
  readSetup: ['GET', '/setup'],
  signUpAsWorker: ['POST', '/worker-sign-ups'],
  readInvitation: ['POST', '/invitation-lookups'],
  acceptInvitation: ['POST', '/invitation-acceptances'],
  readSession: ['GET', '/session'],
  signOut: ['DELETE', '/session'],
  addCredentials: ['PUT', '/person/credentials'],
  editPerson: ['PATCH', '/person'],
  deletePerson: ['POST', '/person/deletion'],
  listWorkerProjects: ['GET', '/worker/projects'],
  readWorkerProject: ['GET', '/worker/projects/{project_id}'],
  takeAssignments: ['POST', '/assignments'],
  createAppeal: ['POST', '/worker/projects/{project_id}/appeals'],
  listAssignments: ['GET', '/assignments'],
  extendAssignment: ['PUT', '/assignments/{assignment_id}/extension'],
  submitAssignment: ['PUT', '/assignments/{assignment_id}/submission'],
  withdrawAnswer: ['PUT', '/assignments/{assignment_id}/withdrawal'],
  skipAssignment: ['PUT', '/assignments/{assignment_id}/skip'],
  listOwnAnswers: ['GET', '/worker/answers'],
  changeAnswer: ['PUT', '/assignments/{assignment_id}/answer'],
  readOwnStatistics: ['GET', '/worker/statistics'],
  reportTask: ['PUT', '/assignments/{assignment_id}/report'],
  releaseAssignment: ['PUT', '/assignments/{assignment_id}/release'],
} as const satisfies Partial<Row>

export type Operation = keyof typeof routes
