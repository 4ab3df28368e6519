import { randomBytes } from 'node:crypto'
import { pictureHead, picturesType } from '@whisker/api/assets.ts'
import type { OperationId } from '@whisker/api/endpoints.ts'

/** Every kind of thing that has an id in an address or a body. */
export type Kind =
  | 'project'
  | 'task'
  | 'picture'
  | 'webhook'
  | 'delivery'
  | 'key'
  | 'member'
  | 'invitation'
  | 'session'
  | 'assignment'
  | 'workspace'
  | 'worker'
  | 'appeal'
  | 'report'
export type Ids = Record<Kind, string>

/** One good request to an endpoint, and the ids that it names. */
export type Sample = {
  names: Kind[]
  request: (ids: Ids) => {
    path?: Record<string, string>
    query?: Record<string, string>
    body?: unknown
    stream?: Stream
  }
}
type Stream = { type: string; bytes: string | Buffer }

const nothing: Sample = { names: [], request: () => ({}) }
const inPath = (kind: Kind, name: string, body?: unknown): Sample => ({
  names: [kind],
  request: (ids) => ({ path: { [name]: ids[kind] }, ...(body !== undefined && { body }) }),
})
const sends = (body: (ids: Ids) => unknown, ...names: Kind[]): Sample => ({
  names,
  request: (ids) => ({ body: body(ids) }),
})
const asks = (query: (ids: Ids) => Record<string, string>, ...names: Kind[]): Sample => ({
  names,
  request: (ids) => ({ query: query(ids) }),
})

const someone = () => `${randomBytes(6).toString('hex')}@example.org`
const password = 'seven small whiskers'
const gif = Buffer.from('R0lGODlhAQABAIAAAAAAAP///yH5BAAAAAAALAAAAAABAAEAAAIBRAA7', 'base64')
const fields = {
  input_spec: [{ name: 'sentence', type: 'text' }],
  output_spec: [{ name: 'animal', type: 'input' }],
}
const hold = { token: 'token' }
const ofDelivery: Sample = {
  names: ['webhook', 'delivery'],
  request: (ids) => ({ path: { webhook_id: ids.webhook, delivery_id: ids.delivery } }),
}

/** An endpoint that is never called. */
const nowhere = { endpoint: 'http://127.0.0.1', bucket: 'pictures', credentials: null }

/** Each project that is made for these has it. */
const ofRelease: Sample = {
  names: ['project'],
  request: (ids) => ({ path: { project_id: ids.project, number: '1' } }),
}

const ofWorker = (body?: unknown): Sample => ({
  names: ['project', 'worker'],
  request: (ids) => ({ path: { project_id: ids.project, worker_id: ids.worker }, ...(body !== undefined && { body }) }),
})

/** A new endpoint without an entry here does not compile, and fails the matrix of isolation.test.ts. */
export const samples: Record<OperationId, Sample> = {
  readSetup: nothing,
  completeSetup: sends(() => ({ token: 'x', name: 'Ada', email: someone(), password })),
  signIn: sends(() => ({ email: someone(), password })),
  readSession: nothing,
  switchWorkspace: sends((ids) => ({ workspace_id: Number(ids.workspace) }), 'workspace'),
  signOut: nothing,
  listSessions: nothing,
  signOutEverywhere: nothing,
  endSession: inPath('session', 'session_id'),
  beginSignIn: sends(() => ({})),
  completeSignIn: sends(() => ({ answer: 'code=x&state=x' })),
  beginSignOut: nothing,
  editPerson: sends(() => ({ name: 'Ada' })),
  addCredentials: sends(() => ({ email: someone(), password })),
  changePassword: sends(() => ({ current_password: 'wrong', new_password: password })),
  requestPasswordReset: sends(() => ({ email: someone() })),
  completePasswordReset: sends(() => ({ token: 'x', password })),
  exportPerson: nothing,
  // Wrong, so that the callers of the matrix stay.
  deletePerson: sends(() => ({ password: 'wrong' })),
  readWorkspace: nothing,
  readUsage: nothing,
  editWorkspace: sends(() => ({ title: 'Renamed' })),
  listMembers: nothing,
  editMember: inPath('member', 'person_id', { role: 'editor' }),
  removeMember: inPath('member', 'person_id'),
  createInvitation: sends((ids) => ({ role: 'worker', project_id: Number(ids.project) }), 'project'),
  listInvitations: nothing,
  revokeInvitation: inPath('invitation', 'invitation_id'),
  readInvitation: sends(() => ({ token: 'x' })),
  acceptInvitation: sends(() => ({ token: 'x' })),
  signUpAsWorker: sends(() => ({})),
  createApiKey: sends(() => ({ name: 'another' })),
  listApiKeys: nothing,
  revokeApiKey: inPath('key', 'key_id'),
  listAudit: nothing,
  exportAudit: nothing,

  createProject: sends(() => ({ title: 'New', ...fields })),
  listProjects: nothing,
  readProject: inPath('project', 'project_id'),
  // I-02: nothing to change must not be a way to look.
  editProject: inPath('project', 'project_id', {}),
  previewEdit: inPath('project', 'project_id', {}),
  previewConfidence: sends(() => ({ output_spec: fields.output_spec, answers: 3 })),
  listProjectVersions: inPath('project', 'project_id'),
  pauseProject: inPath('project', 'project_id'),
  resumeProject: inPath('project', 'project_id'),
  archiveProject: inPath('project', 'project_id'),
  unarchiveProject: inPath('project', 'project_id'),
  deleteProject: inPath('project', 'project_id'),
  readProgress: inPath('project', 'project_id'),
  readSummary: inPath('project', 'project_id'),
  readLabelLink: inPath('project', 'project_id'),
  listProjectWorkers: inPath('project', 'project_id'),
  pauseWorker: ofWorker({ reason: 'x' }),
  resumeWorker: ofWorker(),
  removeWorker: ofWorker(),
  restoreWorker: ofWorker(),

  createAsset: { names: [], request: () => ({ stream: { type: 'image/gif', bytes: gif } }) },
  createAssets: {
    names: [],
    request: () => ({ stream: { type: picturesType, bytes: Buffer.concat([pictureHead(gif.length), gif]) } }),
  },
  lookUpAssets: sends((ids) => ({ sha256: [ids.picture] }), 'picture'),
  readAsset: inPath('picture', 'sha256'),
  describeAsset: inPath('picture', 'sha256'),
  readRendition: inPath('picture', 'sha256'),
  deleteAsset: inPath('picture', 'sha256'),

  createTask: sends((ids) => ({ project_id: Number(ids.project), task_spec: [{ sentence: 'x' }] }), 'project'),
  createTasks: {
    names: ['project'],
    request: (ids) => ({
      query: { project_id: ids.project },
      stream: { type: 'application/x-ndjson', bytes: '{"task_spec":[{"sentence":"x"}]}\n' },
    }),
  },
  lookUpTasks: sends((ids) => ({ project_id: Number(ids.project), external_ids: ['x'] }), 'project'),
  listTasks: asks((ids) => ({ project_id: ids.project }), 'project'),
  readTask: inPath('task', 'task_id'),
  cancelTask: inPath('task', 'task_id'),
  deleteTask: inPath('task', 'task_id'),
  listDeletions: nothing,
  reopenTask: inPath('task', 'task_id'),
  askAgain: inPath('task', 'task_id', { count: 1 }),
  correctTask: inPath('task', 'task_id', { result: [{ animal: 'cat' }] }),
  undoCorrection: inPath('task', 'task_id'),
  listCorrections: inPath('task', 'task_id'),
  listTaskEvents: inPath('task', 'task_id'),
  listAnswers: inPath('task', 'task_id'),
  listProjectAnswers: inPath('project', 'project_id'),

  listGold: inPath('project', 'project_id'),
  markGold: inPath('task', 'task_id', { answer: [{ animal: 'cat' }] }),
  unmarkGold: inPath('task', 'task_id'),
  importGold: {
    names: ['project'],
    request: (ids) => ({
      path: { project_id: ids.project },
      stream: { type: 'text/csv', bytes: 'external_id,animal\nx,cat\n' },
    }),
  },
  importAnswers: {
    names: ['project'],
    request: (ids) => ({
      path: { project_id: ids.project },
      query: { source: 'x' },
      stream: { type: 'application/x-ndjson', bytes: '{"external_id":"x","answer":[{"animal":"cat"}]}\n' },
    }),
  },
  promoteGold: inPath('project', 'project_id', { wanted: 1 }),

  readWorker: ofWorker(),
  revertWorker: ofWorker({ reason: 'x' }),
  createAppeal: inPath('project', 'project_id', { comment: 'x' }),
  listAppeals: inPath('project', 'project_id'),
  resolveAppeal: inPath('appeal', 'appeal_id', { outcome: 'resumed' }),
  listSuspicions: inPath('project', 'project_id'),

  listWorkerProjects: nothing,
  readWorkerProject: inPath('project', 'project_id'),
  takeAssignments: sends((ids) => ({ project_id: Number(ids.project) }), 'project'),
  listAssignments: asks((ids) => ({ project_id: ids.project }), 'project'),
  extendAssignment: inPath('assignment', 'assignment_id', hold),
  submitAssignment: inPath('assignment', 'assignment_id', { ...hold, answer: [{ animal: 'cat' }] }),
  skipAssignment: inPath('assignment', 'assignment_id', { ...hold, reason: 'not_sure' }),
  withdrawAnswer: inPath('assignment', 'assignment_id', hold),
  releaseAssignment: inPath('assignment', 'assignment_id', hold),
  readAssignmentImage: {
    names: ['assignment'],
    request: (ids) => ({ path: { assignment_id: ids.assignment, item: '0', field: 'picture' } }),
  },

  listOwnAnswers: asks((ids) => ({ project_id: ids.project }), 'project'),
  changeAnswer: inPath('assignment', 'assignment_id', { answer: [{ animal: 'cat' }] }),
  readOwnStatistics: asks((ids) => ({ project_id: ids.project }), 'project'),
  reportTask: inPath('assignment', 'assignment_id', { ...hold, reason: 'unclear' }),
  listReports: inPath('project', 'project_id'),
  listSkippedTasks: inPath('project', 'project_id'),
  settleReport: inPath('report', 'report_id'),
  unsettleReport: inPath('report', 'report_id'),

  exportResults: inPath('project', 'project_id'),
  exportProject: {
    names: ['project'],
    request: (ids) => ({ path: { project_id: ids.project }, query: { format: 'jsonl' } }),
  },
  estimateExport: {
    names: ['project'],
    request: (ids) => ({ path: { project_id: ids.project }, query: { format: 'jsonl' } }),
  },
  exportAnswers: inPath('project', 'project_id'),
  putBucket: inPath('project', 'project_id', nowhere),
  readBucket: inPath('project', 'project_id'),
  deleteBucket: inPath('project', 'project_id'),
  checkBucket: inPath('project', 'project_id', nowhere),
  passBucket: inPath('project', 'project_id'),
  pauseBucket: inPath('project', 'project_id'),
  resumeBucket: inPath('project', 'project_id'),
  listBucketObjects: inPath('project', 'project_id'),
  createRelease: inPath('project', 'project_id', { name: 'first' }),
  listReleases: inPath('project', 'project_id'),
  readRelease: ofRelease,
  deleteRelease: ofRelease,
  readReleaseManifest: ofRelease,
  readReleaseChanges: ofRelease,
  describeRelease: ofRelease,
  readExplanation: inPath('task', 'task_id'),
  readReport: inPath('project', 'project_id'),
  readQuality: inPath('project', 'project_id'),
  listSynonymSuggestions: inPath('project', 'project_id'),
  listEvents: asks((ids) => ({ project_id: ids.project }), 'project'),

  createWebhook: sends((ids) => ({ url: 'http://127.0.0.1:1/', project_id: Number(ids.project) }), 'project'),
  listWebhooks: nothing,
  readWebhook: inPath('webhook', 'webhook_id'),
  editWebhook: inPath('webhook', 'webhook_id', {}),
  deleteWebhook: inPath('webhook', 'webhook_id'),
  rotateWebhookSecret: inPath('webhook', 'webhook_id'),
  testWebhook: inPath('webhook', 'webhook_id'),
  listDeliveries: inPath('webhook', 'webhook_id'),
  readDelivery: ofDelivery,
  redeliver: ofDelivery,
  redeliverSince: inPath('webhook', 'webhook_id', { since: '2020-01-01T00:00:00Z' }),
}
