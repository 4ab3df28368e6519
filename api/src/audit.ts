import { z } from 'zod'
import { endpoint } from './endpoint.ts'
import { Id, numeric, Page, ProjectId, page, Timestamp } from './ids.ts'

/** What is written down, each with its words. */
export const auditActions = {
  'session.began': 'Signed in',
  'session.refused': 'Failed to sign in',
  'session.ended': 'Signed out',
  'password.changed': 'Changed the password',
  'password.reset': 'Set a new password by a link',
  'person.edited': 'Changed their own data',
  'person.deleted': 'Deleted their account',
  'workspace.edited': 'Renamed the workspace',
  'member.joined': 'Joined the workspace',
  'member.edited': 'Changed a role',
  'member.removed': 'Removed a member',
  'invitation.made': 'Invited',
  'invitation.revoked': 'Revoked an invitation',
  'key.made': 'Made an API key',
  'key.revoked': 'Revoked an API key',
  'project.made': 'Made a project',
  'project.edited': 'Changed a project',
  'project.paused': 'Paused a project',
  'project.resumed': 'Resumed a project',
  'project.archived': 'Archived a project',
  'project.unarchived': 'Opened a project again',
  'project.deleted': 'Deleted a project',
  'tasks.imported': 'Imported tasks',
  'task.deleted': 'Deleted a task',
  'picture.deleted': 'Deleted a picture',
  'answers.imported': 'Imported answers from elsewhere',
  'gold.imported': 'Imported known answers',
  'gold.promoted': 'Made known answers of results',
  'worker.paused': 'Paused a worker',
  'worker.resumed': 'Let a worker go on',
  'worker.removed': 'Removed a worker',
  'worker.restored': 'Took a worker back',
  'worker.reverted': 'Took back the answers of a worker',
  'appeal.resolved': 'Answered an appeal',
  'release.made': 'Made a release',
  'release.deleted': 'Deleted a release',
  'export.downloaded': 'Downloaded results',
  'bucket.edited': 'Had a bucket followed',
  'bucket.removed': 'Ended the following of a bucket',
  'bucket.paused': 'Paused the following of a bucket',
  'bucket.resumed': 'Resumed the following of a bucket',
  'webhook.made': 'Made a webhook',
  'webhook.edited': 'Changed a webhook',
  'webhook.deleted': 'Deleted a webhook',
  'webhook.secret_made': 'Made a new secret for a webhook',
  'audit.exported': 'Downloaded the audit log',
} as const
export type AuditAction = keyof typeof auditActions
const actions = Object.keys(auditActions) as [AuditAction, ...AuditAction[]]

export const AuditEntry = z
  .object({
    id: Id,
    at: Timestamp,
    action: z.enum(actions),
    person_id: Id.nullable(),
    key_id: Id.nullable().meta({ description: 'The API key that did it' }),
    actor: z.string().nullable().meta({ description: 'Name of the person or key; null: not known, or deleted since' }),
    project_id: ProjectId.nullable(),
    subject: z.string().nullable().meta({ description: 'Id of what it was done to, or of what it made' }),
    detail: z
      .record(z.string(), z.unknown())
      .meta({ description: 'Of what was asked; never a key, password or token' }),
    address: z.string().nullable().meta({ description: 'Where the request came from' }),
    outcome: z.string().nullable().meta({
      description:
        '`done`, or the code of the refusal. null: it is under way, or the service was stopped in the middle, and it may have been done',
    }),
  })
  .meta({ id: 'AuditEntry' })
export type AuditEntry = z.infer<typeof AuditEntry>

const filters = {
  actor: Id.optional().meta({ description: 'Id of a person or an API key' }),
  action: z.enum(actions).optional(),
  project_id: numeric(ProjectId).optional(),
  since: Timestamp.optional(),
  until: Timestamp.optional().meta({ description: 'Before this moment' }),
}
const owner = { who: 'member', role: 'owner' } as const

export const listAudit = endpoint({
  method: 'GET',
  path: '/audit',
  tag: 'accounts',
  summary: 'What members and API keys did, newest first',
  description:
    'Who, what, when and from where. Takes, answers and single tasks are not in it, since they stand in the project; an import is one entry. Entries are never changed, and go after `AUDIT_DAYS`.',
  policy: owner,
  query: z.strictObject({ ...Page, ...filters }),
  status: 200,
  response: page(AuditEntry),
  errors: ['invalid_cursor', 'not_found'],
})

export const exportAudit = endpoint({
  method: 'GET',
  path: '/audit/export',
  tag: 'accounts',
  summary: 'The audit log as JSON lines or CSV, newest first',
  policy: owner,
  query: z.strictObject({ format: z.enum(['jsonl', 'csv']).default('jsonl'), ...filters }),
  status: 200,
  response: AuditEntry,
  responseStream: 'answers',
  errors: ['not_found'],
})
