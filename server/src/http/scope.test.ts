import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { givenOn, statementsOf, takenAsSent, unscoped } from './scope.fixture.ts'

/*
 * The second fence between tenants. The first one is that scope is a part of each query; here every statement of the server is
 * read for it, so that one that was forgotten does not get in. The isolation test asks each endpoint from outside. Who is told
 * whose and does not use it is refused by the compiler (`noUnusedParameters`).
 */

const root = join(import.meta.dirname, '..')
const sources = new Map(
  readdirSync(root, { recursive: true, encoding: 'utf8' })
    .map((name) => name.replaceAll('\\', '/'))
    .filter((name) => /\.ts$/.test(name) && !/\.(test|fixture)\.ts$/.test(name) && !name.startsWith('testing/'))
    .map((name) => [name, readFileSync(join(root, name), 'utf8')]),
)
/** What is a tenant's, by the schema: each table with the columns that say whose its rows are. Sessions are of a person. */
const owners = new Map<string, string[]>()
const schema = readFileSync(join(root, '../schema.sql'), 'utf8')
for (const [, table = '', columns = ''] of schema.matchAll(/create (?:unlogged )?table (\w+) \(\n([\s\S]*?)\n\)/g)) {
  const owner = ['project_id', 'event_project_id', 'workspace_id', 'webhook_id'].filter((name) =>
    new RegExp(`^ {2}${name} `, 'm').test(columns),
  )
  if (['workspaces', 'projects', 'webhooks'].includes(table)) owner.push('id')
  owners.set(table, table === 'sessions' ? [] : owner)
}

/**
 * Statements that do not say whose rows they mean, by file: the tables of each that nothing ties to a project, workspace or webhook
 * that is given, with a plus between those that are tied to each other; and why that is right. A new one is a decision, and so is a
 * tie that goes.
 */
const ofAll: Record<string, [tables: string, why: string]> = {
  // Before it is known who asks: the hash of a secret names one row.
  'accounts/credentials.ts': ['api_keys; api_keys; members', 'a key is found by its hash, a session by its cookie'],
  'accounts/accept-invitation.ts': [
    'invitations+project_workers; invitations+project_workers+workspaces',
    'an invitation is found by the hash of its link',
  ],
  'accounts/setup.ts': ['members; workspaces; members; workspaces', 'the owner of the first workspace'],

  'accounts/workspace.ts': ['workspaces', 'which workspace is the first one'],

  // A person's own rows, wherever they work: scope is the person.
  'accounts/members.ts': ['members', 'whether a person is a member of any workspace'],
  'accounts/oidc/identities.ts': [
    'members',
    'sessions of members of every workspace end where passwords no longer count',
  ],
  'accounts/audit/record.ts': ['members', 'the workspaces of who signs in'],
  'accounts/sessions.ts': ['members; members+workspaces', 'the workspaces of who signs in'],
  'assignments/worker-projects.ts': [
    'project_versions+project_workers+projects',
    'the projects in which a person may work',
  ],
  'deletions/forget-person.ts': [
    'members; invitations; appeals; project_workers; deletions; corrections; gold; reports; project_workers; members; assignments+project_workers, tasks; deletions; deletions',
    'a person goes from every workspace',
  ],
  'deletions/person-data.ts': [
    'appeals, corrections, gold, members+workspaces, project_workers',
    'what is kept about who asks, everywhere',
  ],
  'training/answer-question.ts': ['training_rounds', 'joined by using (project_id, ...)'],

  // Loops and metrics: what is due, of all tenants. What they find carries its project, and the statements that follow name it.
  'assets/store-identity.ts': ['workspaces', 'a sample of all pictures'],
  'assignments/end.ts': ['assignments, tasks', 'deadlines that have passed'],
  'assignments/prepare-pictures.ts': ['assignments+projects+tasks', 'pictures at the heads of all queues'],
  'assignments/return-passed-over.ts': ['passed_over', 'tasks whose time to be tried again has come'],
  'buckets/lease.ts': ['buckets+projects', 'buckets whose time has come'],
  'crowd/follow.ts': ['answers+crowds+projects', 'projects with new answers'],
  'deletions/removal-round.ts': ['deletions; deletions; deletions', 'deletions that are not finished'],
  'gold/keep-wanted.ts': ['projects', 'projects that want gold'],
  'gold/rescore.ts': ['crowd_models+projects', 'projects whose scores are made anew'],
  'deletions/housekeeping.ts': [
    'receipts, receipts; events, events; audit_log, audit_log; assets, assets+task_assets',
    'what is too old',
  ],
  'crowd/apply-overlap.ts': ['projects', 'projects whose overlap was changed'],
  'forms/follow-form.ts': ['projects', 'projects whose form was changed'],
  'figures/fold-changes.ts': ['projects+result_changes', 'projects with changes to add up'],
  'crowd/refit.ts': ['crowds', 'refits that are due'],
  'tasks/waiting-tasks.ts': ['passed_over; tasks', 'figures of the operator'],
  'webhooks/claim.ts': ['deliveries+webhooks', 'deliveries that are due'],
  'webhooks/fan-out.ts': ['events+webhooks', 'webhooks that are behind'],
  'workers/reversal-round.ts': ['reversals', 'reversals that are not finished'],

  // Programs of the operator.
  'backup/copy-pictures.ts': ['assets', 'every picture'],
  'fsck/pictures.ts': ['assets', 'every picture'],
  'fsck/releases.ts': ['releases', 'every release'],
  'fsck/tasks.ts': ['tasks', 'every task'],
  'workspaces.ts': ['members+workspaces', 'every workspace'],

  // By what the caller gives.
  'webhooks/queries.ts': ['deliveries+delivery_attempts+events', 'the condition names a webhook that was looked up'],
}

function notListed(found: Map<string, string[]>): string[] {
  return [...new Set([...found.keys(), ...Object.keys(ofAll)])]
    .filter((file) => (found.get(file)?.join('; ') ?? '') !== (ofAll[file]?.[0] ?? ''))
    .map((file) => `${file}: ${found.get(file)?.join('; ')}`)
    .sort()
}

/** These take an id as it was sent, and nothing in them ties these tables to who asks. */
const lookedUp: Record<string, string> = {
  'answers/find-worker.ts findWorker: answers, answers, project_workers, training_rounds':
    'a worker has another pseudonym in each workspace, and it is compared with that of the caller’s',
  'assignments/find-reports.ts reportPage: assignments+items+reports+tasks': 'called after a look-up',
  'assignments/find-skipped.ts skippedPage: assignments+items+skips+tasks': 'called after a look-up',
  'gold/promote.ts promoteAgreed: tasks': 'called after a look-up, and by the loop',
  'review/correct.ts writeCorrection: tasks': 'called after a look-up',
  'review/list-corrections.ts correctionsPage: corrections': 'called after a look-up',
  'tasks/answers.ts answersOfTask: answers': 'called after a look-up',
  'tasks/answers.ts latestAnswers: answers+tasks': 'called after a look-up',
  'tasks/list.ts readKeys: results+task_words+tasks': 'called after a look-up',
  'webhooks/change-webhook.ts addWebhook: what is written': 'called after a look-up',
}

test('F27 every statement says whose rows it means: of which project, workspace or webhook', () => {
  expect(notListed(unscoped(sources, owners))).toEqual([])
})

test('F27 no id that was sent is taken for one of the caller’s', () => {
  expect(takenAsSent(sources, owners)).toEqual(Object.keys(lookedUp))
})

test('F27 a handler gives no id on that was sent without saying who asks', () => {
  const { handlers, wrong } = givenOn(sources)
  expect(handlers).toBeGreaterThan(100)
  expect(wrong).toEqual([])
})

test('F27 each piece of SQL is read', () => {
  expect(statementsOf(sources).length).toBeGreaterThan(400)
})

// biome-ignore-start lint/suspicious/noTemplateCurlyInString: as it stands in the source
test.each([
  ['tasks/queries.ts', 'and p.workspace_id = ${workspaceId}'],
  ['tasks/queries.ts', 'join projects p on p.id = t.project_id', 'join projects p on true'],
  ['tasks/reopen.ts', 'and p.workspace_id = ${workspaceId}'],
  ['workers/appeals.ts', 'and p.workspace_id = ${workspaceId}'],
  ['webhooks/change-webhook.ts', 'and workspace_id = ${workspaceId}'],
  ['webhooks/routes.ts', 'if (project_id !== null) await requireProject(sql, caller.workspaceId, project_id)'],
  ['accounts/invitations.ts', 'id = ${projectId} and workspace_id', 'workspace_id'],
  ['gold/queries.ts', 'r.project_id = g.project_id and'],
  ['assets/find.ts', 'workspace_id = ${workspaceId} and'],
  ['projects/routes.ts', 'await requireProject(sql, caller.workspaceId, params.project_id)'],
  ['projects/edit.ts', 'and workspace_id = ${workspaceId} for update', 'for update'],
  ['projects/edit.ts', 'and workspace_id = ${workspaceId} and status', 'and status'],
  [
    'gold/routes.ts',
    'await requireProject(sql, caller.workspaceId, params.project_id)\n    const limit',
    'const limit',
  ],
  ['gold/routes.ts', 'await requireProject(sql, caller.workspaceId, params.project_id)\n    return', 'return'],
  ['tasks/routes.ts', 'await requireProject(sql, caller.workspaceId, query.project_id)'],
  ['tasks/routes.ts', 'await requireProject(sql, caller.workspaceId, body.project_id)'],
  // In a statement that is everybody's one table more is nobody's.
  ['crowd/follow.ts', 'a.project_id = p.id and', ''],
  // By whatever name the connection goes.
  ['exports/export.ts', 'r.project_id = ${projectId} and', ''],
])('F27 what was forgotten is noticed: %s %s', (file, what, instead = '') => {
  const source = sources.get(file) as string
  expect(source).toContain(what)
  const without = new Map(sources).set(file, source.replace(what, instead))
  expect([
    ...notListed(unscoped(without, owners)),
    ...takenAsSent(without, owners),
    ...givenOn(without).wrong,
  ]).not.toEqual(Object.keys(lookedUp))
})
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as it stands in the source
