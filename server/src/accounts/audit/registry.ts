import type { AuditAction } from '@whisker/api/audit.ts'
import type { OperationId } from '@whisker/api/endpoints.ts'

/** `keep`: what of the request is written down, by name. Never a body as a whole: it may have a secret in it. */
export type Audited = { action: AuditAction; keep?: readonly string[]; keys?: true }

const as = (action: AuditAction, ...keep: string[]): Audited => ({ action, keep })
/** Of settings only which ones. */
const edit = (action: AuditAction): Audited => ({ action, keys: true })

/** What is written down of what is asked for. Signing in, joining and a password by link are told where it is known who did it. */
export const audited: Partial<Record<OperationId, Audited>> = {
  signOut: as('session.ended'),
  signOutEverywhere: as('session.ended'),
  endSession: as('session.ended'),
  changePassword: as('password.changed'),
  addCredentials: edit('person.edited'),
  editPerson: edit('person.edited'),
  deletePerson: as('person.deleted'),
  editWorkspace: as('workspace.edited', 'title'),
  editMember: as('member.edited', 'role'),
  removeMember: as('member.removed'),
  createInvitation: as('invitation.made', 'role', 'email'),
  revokeInvitation: as('invitation.revoked'),
  createApiKey: as('key.made', 'name', 'scopes', 'project_ids'),
  revokeApiKey: as('key.revoked'),
  createProject: as('project.made', 'title'),
  editProject: edit('project.edited'),
  pauseProject: as('project.paused'),
  resumeProject: as('project.resumed'),
  archiveProject: as('project.archived'),
  unarchiveProject: as('project.unarchived'),
  deleteProject: as('project.deleted'),
  createTasks: as('tasks.imported'),
  deleteTask: as('task.deleted'),
  deleteAsset: as('picture.deleted'),
  importAnswers: as('answers.imported', 'source'),
  importGold: as('gold.imported'),
  promoteGold: as('gold.promoted', 'wanted'),
  pauseWorker: as('worker.paused'),
  resumeWorker: as('worker.resumed'),
  removeWorker: as('worker.removed'),
  restoreWorker: as('worker.restored'),
  revertWorker: as('worker.reverted'),
  resolveAppeal: as('appeal.resolved', 'outcome'),
  createRelease: as('release.made', 'name'),
  deleteRelease: as('release.deleted'),
  exportResults: as('export.downloaded', 'format', 'release'),
  exportProject: as('export.downloaded', 'format', 'release'),
  exportAnswers: as('export.downloaded', 'format'),
  putBucket: edit('bucket.edited'),
  deleteBucket: as('bucket.removed'),
  pauseBucket: as('bucket.paused'),
  resumeBucket: as('bucket.resumed'),
  createWebhook: edit('webhook.made'),
  editWebhook: edit('webhook.edited'),
  deleteWebhook: as('webhook.deleted'),
  rotateWebhookSecret: as('webhook.secret_made'),
  exportAudit: as('audit.exported', 'format'),
}

/** What members and keys can do that is not written down here, and why. */
export const notAudited: Partial<Record<OperationId, string>> = {
  switchWorkspace: 'changes what one person looks at',
  beginSignOut: 'the session ends by signOut',
  createAsset: 'a picture each, as fast as it goes',
  createAssets: 'the same',
  createTask: 'a task each, as fast as it goes; the task itself says when',
  lookUpAssets: 'only looks',
  lookUpTasks: 'only looks',
  previewEdit: 'only looks',
  previewConfidence: 'only looks',
  checkBucket: 'only looks',
  passBucket: 'a bucket is looked through by itself as well; events tell of each pass',
  cancelTask: 'events tell of it, task by task',
  askAgain: 'events tell of it, task by task',
  reopenTask: 'events tell of it, task by task',
  correctTask: 'the list of corrections has who and when',
  undoCorrection: 'the list of corrections has who and when',
  markGold: 'the known answer has who and when',
  unmarkGold: 'the known answer has who and when',
  settleReport: 'the report has who and when',
  unsettleReport: 'the report has who and when',
  testWebhook: 'the list of deliveries has it',
  redeliver: 'the list of deliveries has it',
  redeliverSince: 'the list of deliveries has it',
}
