import { importAnswers } from './answer-imports.ts'
import * as assets from './assets.ts'
import * as assignments from './assignments.ts'
import * as audit from './audit.ts'
import * as buckets from './buckets.ts'
import * as corrections from './corrections.ts'
import * as deletions from './deletions.ts'
import type { Endpoint } from './endpoint.ts'
import { listEvents, listTaskEvents } from './events.ts'
import { estimateExport } from './export-estimate.ts'
import { exportAnswers, exportProject } from './exports.ts'
import * as formEffect from './form-effect.ts'
import * as gold from './gold.ts'
import * as intake from './intake.ts'
import * as invitations from './invitations.ts'
import * as keys from './keys.ts'
import * as ownWork from './own-work.ts'
import * as people from './people.ts'
import * as progress from './progress.ts'
import * as projects from './projects.ts'
import * as quality from './quality.ts'
import * as releases from './releases.ts'
import { readReport } from './report.ts'
import * as reports from './reports.ts'
import { exportResults } from './results.ts'
import * as sessions from './sessions.ts'
import * as singleSignOn from './single-sign-on.ts'
import { listSkippedTasks } from './skips.ts'
import { readSummary } from './summary.ts'
import { listSuspicions } from './suspicions.ts'
import * as taskAnswers from './task-answers.ts'
import * as tasks from './tasks.ts'
import * as webhooks from './webhooks.ts'
import * as workers from './workers.ts'
import * as workspaces from './workspaces.ts'

/**
 * Every endpoint by its operation id. The server refuses to start when one of them has no route, the client has a
 * method for each, and the OpenAPI document lists each.
 */
export const endpoints = {
  readSetup: sessions.readSetup,
  completeSetup: sessions.completeSetup,
  signIn: sessions.signIn,
  readSession: sessions.readSession,
  switchWorkspace: sessions.switchWorkspace,
  signOut: sessions.signOut,
  listSessions: sessions.listSessions,
  signOutEverywhere: sessions.signOutEverywhere,
  endSession: sessions.endSession,
  beginSignIn: singleSignOn.beginSignIn,
  completeSignIn: singleSignOn.completeSignIn,
  beginSignOut: singleSignOn.beginSignOut,
  editPerson: people.editPerson,
  addCredentials: people.addCredentials,
  changePassword: people.changePassword,
  requestPasswordReset: people.requestPasswordReset,
  completePasswordReset: people.completePasswordReset,
  exportPerson: deletions.exportPerson,
  deletePerson: deletions.deletePerson,
  readWorkspace: workspaces.readWorkspace,
  readUsage: workspaces.readUsage,
  editWorkspace: workspaces.editWorkspace,
  listMembers: workspaces.listMembers,
  editMember: workspaces.editMember,
  removeMember: workspaces.removeMember,
  createInvitation: invitations.createInvitation,
  listInvitations: invitations.listInvitations,
  revokeInvitation: invitations.revokeInvitation,
  readInvitation: invitations.readInvitation,
  acceptInvitation: invitations.acceptInvitation,
  signUpAsWorker: invitations.signUpAsWorker,
  createApiKey: keys.createApiKey,
  listApiKeys: keys.listApiKeys,
  revokeApiKey: keys.revokeApiKey,
  listAudit: audit.listAudit,
  exportAudit: audit.exportAudit,

  createProject: projects.createProject,
  listProjects: projects.listProjects,
  readProject: projects.readProject,
  editProject: projects.editProject,
  previewEdit: formEffect.previewEdit,
  previewConfidence: projects.previewConfidence,
  listProjectVersions: projects.listProjectVersions,
  pauseProject: projects.pauseProject,
  resumeProject: projects.resumeProject,
  archiveProject: projects.archiveProject,
  unarchiveProject: projects.unarchiveProject,
  deleteProject: deletions.deleteProject,
  readProgress: progress.readProgress,
  readSummary,
  readLabelLink: projects.readLabelLink,
  listProjectWorkers: workers.listProjectWorkers,
  pauseWorker: workers.pauseWorker,
  resumeWorker: workers.resumeWorker,
  removeWorker: workers.removeWorker,
  restoreWorker: workers.restoreWorker,

  createAsset: assets.createAsset,
  createAssets: assets.createAssets,
  lookUpAssets: assets.lookUpAssets,
  readAsset: assets.readAsset,
  describeAsset: assets.describeAsset,
  readRendition: assets.readRendition,
  deleteAsset: deletions.deleteAsset,

  createTask: intake.createTask,
  createTasks: intake.createTasks,
  lookUpTasks: tasks.lookUpTasks,
  listTasks: tasks.listTasks,
  readTask: tasks.readTask,
  cancelTask: tasks.cancelTask,
  deleteTask: deletions.deleteTask,
  listDeletions: deletions.listDeletions,
  askAgain: tasks.askAgain,
  reopenTask: tasks.reopenTask,
  correctTask: corrections.correctTask,
  undoCorrection: corrections.undoCorrection,
  listCorrections: corrections.listCorrections,
  listTaskEvents,
  listAnswers: taskAnswers.listAnswers,
  listProjectAnswers: taskAnswers.listProjectAnswers,

  listGold: gold.listGold,
  markGold: gold.markGold,
  unmarkGold: gold.unmarkGold,
  importGold: gold.importGold,
  importAnswers,
  promoteGold: gold.promoteGold,

  readWorker: workers.readWorker,
  revertWorker: workers.revertWorker,
  createAppeal: workers.createAppeal,
  listAppeals: workers.listAppeals,
  resolveAppeal: workers.resolveAppeal,
  listSuspicions,

  listWorkerProjects: assignments.listWorkerProjects,
  readWorkerProject: assignments.readWorkerProject,
  takeAssignments: assignments.takeAssignments,
  listAssignments: assignments.listAssignments,
  extendAssignment: assignments.extendAssignment,
  submitAssignment: assignments.submitAssignment,
  withdrawAnswer: assignments.withdrawAnswer,
  skipAssignment: assignments.skipAssignment,
  releaseAssignment: assignments.releaseAssignment,
  readAssignmentImage: assignments.readAssignmentImage,
  listOwnAnswers: ownWork.listOwnAnswers,
  changeAnswer: ownWork.changeAnswer,
  readOwnStatistics: ownWork.readOwnStatistics,
  reportTask: reports.reportTask,
  listReports: reports.listReports,
  listSkippedTasks,
  settleReport: reports.settleReport,
  unsettleReport: reports.unsettleReport,

  exportResults,
  exportProject,
  estimateExport,
  exportAnswers,
  createRelease: releases.createRelease,
  listReleases: releases.listReleases,
  readRelease: releases.readRelease,
  deleteRelease: releases.deleteRelease,
  readReleaseManifest: releases.readReleaseManifest,
  readReleaseChanges: releases.readReleaseChanges,
  describeRelease: releases.describeRelease,
  readExplanation: quality.readExplanation,
  readQuality: quality.readQuality,
  listSynonymSuggestions: quality.listSynonymSuggestions,
  readReport,
  listEvents,

  putBucket: buckets.putBucket,
  readBucket: buckets.readBucket,
  deleteBucket: buckets.deleteBucket,
  checkBucket: buckets.checkBucket,
  passBucket: buckets.passBucket,
  pauseBucket: buckets.pauseBucket,
  resumeBucket: buckets.resumeBucket,
  listBucketObjects: buckets.listBucketObjects,

  createWebhook: webhooks.createWebhook,
  listWebhooks: webhooks.listWebhooks,
  readWebhook: webhooks.readWebhook,
  editWebhook: webhooks.editWebhook,
  deleteWebhook: webhooks.deleteWebhook,
  rotateWebhookSecret: webhooks.rotateWebhookSecret,
  testWebhook: webhooks.testWebhook,
  listDeliveries: webhooks.listDeliveries,
  readDelivery: webhooks.readDelivery,
  redeliver: webhooks.redeliver,
  redeliverSince: webhooks.redeliverSince,
} as const satisfies Record<string, Endpoint>

export type Endpoints = typeof endpoints
export type OperationId = keyof Endpoints
