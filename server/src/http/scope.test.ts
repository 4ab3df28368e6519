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
/** What is a tenant's, by the schema: each table with a column that says whose its rows are. Sessions are of a person. */
const owners = new Map<string, string[]>()
const schema = readFileSync(join(root, '../schema.sql'), 'utf8')
for (const [, table = '', columns = ''] of schema.matchAll(/create (?:unlogged )?table (\w+) \(\n([\s\S]*?)\n\)/g)) {
  const owner = ['project_id', 'event_project_id', 'workspace_id', 'webhook_id'].filter((name) =>
    new RegExp(`^ {2}${name} `, 'm').test(columns),
  )
  if (['workspaces', 'projects', 'webhooks'].includes(table)) owner.push('id')
  if (owner.length > 0 && table !== 'sessions') owners.set(table, owner)
}

/**
 * Statements that do not say whose rows they mean, counted by file, and why that is right. A new file here is a decision; a
 * number that grows is one, too.
 */
const ofAll: Record<string, [count: number, why: string]> = {
  // Before it is known who asks: the hash of a secret names one row.
  'accounts/credentials.ts': [2, 'a key is found by its hash'],
  'accounts/invitation-routes.ts': [2, 'an invitation is found by the hash of its link'],
  'accounts/routes.ts': [1, 'the setup makes the owner of the first workspace'],
  'accounts/setup.ts': [3, 'whether there is an owner anywhere'],

  // A person's own rows, wherever they work: scope is the person.
  'accounts/sessions.ts': [2, 'the workspaces of who signs in'],
  'assignments/routes.ts': [1, 'the projects in which a person may work'],
  'deletions/forget-person.ts': [12, 'a person goes from every workspace'],
  'deletions/person-data.ts': [1, 'what is kept about who asks, everywhere'],
  'training/answer-question.ts': [1, 'joined by using (project_id, ...)'],

  // Loops and metrics: what is due, of all tenants. What they find carries its project, and the statements that follow name it.
  'assets/store-identity.ts': [1, 'a sample of all pictures'],
  'assignments/end.ts': [1, 'deadlines that have passed'],
  'assignments/prepare-pictures.ts': [1, 'pictures at the heads of all queues'],
  'assignments/return-passed-over.ts': [1, 'tasks whose time to be tried again has come'],
  'crowd/follow.ts': [1, 'projects with new answers'],
  'deletions/removal-round.ts': [3, 'deletions that are not finished'],
  'gold/keep-wanted.ts': [1, 'projects that want gold'],
  'gold/rescore.ts': [1, 'projects whose scores are made anew'],
  'deletions/housekeeping.ts': [3, 'what is too old'],
  'crowd/apply-overlap.ts': [1, 'projects whose overlap was changed'],
  'forms/follow-form.ts': [1, 'projects whose form was changed'],
  'figures/fold-changes.ts': [1, 'projects with changes to add up'],
  'crowd/refit.ts': [1, 'refits that are due'],
  'tasks/waiting-tasks.ts': [2, 'figures of the operator'],
  'webhooks/claim.ts': [1, 'deliveries that are due'],
  'webhooks/fan-out.ts': [1, 'webhooks that are behind'],
  'workers/reversal-round.ts': [1, 'reversals that are not finished'],

  // Programs of the operator.
  'backup/copy-pictures.ts': [1, 'every picture'],
  'fsck/pictures.ts': [1, 'every picture'],
  'fsck/tasks.ts': [1, 'every task'],
  'workspaces.ts': [1, 'every workspace'],

  // By what the caller gives.
  'webhooks/queries.ts': [1, 'the condition names a webhook that was looked up'],
}

function notListed(found: Map<string, string[]>): string[] {
  return [...new Set([...found.keys(), ...Object.keys(ofAll)])]
    .filter((file) => (found.get(file)?.length ?? 0) !== (ofAll[file]?.[0] ?? 0))
    .map((file) => `${file} has ${found.get(file)?.length ?? 0} of them: ${found.get(file)?.join('; ')}`)
    .sort()
}

/** These come after a look-up that is a statement of its own, or the file's that asks. */
const lookedUp = [
  'deletions/delete-task.ts deleteOneTask',
  'review/correct.ts writeCorrection',
  'tasks/answers.ts answersOfTask',
  'tasks/list.ts readKeys',
]

test('F27 every statement says whose rows it means: of which project, workspace or webhook', () => {
  expect(notListed(unscoped(sources, owners))).toEqual([])
})

test('F27 no id that was sent is taken for one of the caller’s', () => {
  expect(takenAsSent(sources)).toEqual(lookedUp)
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
  ['workers/appeals.ts', 'and p.workspace_id = ${workspaceId}'],
  ['webhooks/routes.ts', 'and workspace_id = ${caller.workspaceId}'],
  ['gold/queries.ts', 'r.project_id = g.project_id and'],
  ['assets/routes.ts', 'workspace_id = ${caller.workspaceId} and'],
  ['projects/routes.ts', 'await requireProject(sql, caller.workspaceId, params.project_id)'],
  ['gold/routes.ts', 'await requireProject(sql, caller.workspaceId, params.project_id)'],
])('F27 what was forgotten is noticed: %s %s', (file, what) => {
  const source = sources.get(file) as string
  expect(source).toContain(what)
  const without = new Map(sources).set(file, source.replace(what, ''))
  expect([...notListed(unscoped(without, owners)), ...takenAsSent(without), ...givenOn(without).wrong]).not.toEqual(
    lookedUp,
  )
})
// biome-ignore-end lint/suspicious/noTemplateCurlyInString: as it stands in the source
