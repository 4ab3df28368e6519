import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { nouns } from './nouns.ts'

/*
 * Arrows for data. A table has one owning noun, which alone writes it; nouns to the right of the owner may read it. What stands to
 * the left asks its own owner, or is moved. Comments are left out; SQL is found by its words.
 */

const root = join(import.meta.dirname, '../server')

const tables: Record<string, string[]> = {
  shares: ['attempts', 'shares_in_use'],
  http: ['receipts'],
  events: ['events'],
  accounts: [
    'people',
    'sessions',
    'members',
    'invitations',
    'one_time_links',
    'identities',
    'sign_ins',
    'provider_sessions',
    'api_keys',
    'workspaces',
    'project_workers',
    'answer_sources',
    'audit_log',
    'audit_outcomes',
  ],
  projects: ['projects', 'project_versions'],
  assets: ['assets', 'key_pictures'],
  answers: ['assignments', 'answers', 'outdated_answers', 'skips', 'reports'],
  results: ['results'],
  tasks: ['tasks', 'items', 'task_words', 'task_assets', 'passed_over'],
  buckets: ['buckets', 'bucket_objects'],
  crowd: ['crowds', 'crowd_models', 'worker_quality', 'worker_agreement'],
  review: ['corrections'],
  figures: ['result_changes', 'result_labels', 'result_totals'],
  exports: ['withdrawn_results', 'releases', 'release_parts'],
  gold: ['gold', 'gold_scores'],
  training: ['training_rounds', 'training_answers'],
  workers: ['reversals', 'appeals'],
  assignments: ['worker_cursors'],
  webhooks: ['webhooks', 'deliveries', 'delivery_attempts'],
  deletions: ['deletions'],
}

/** Of nobody: the migrations' own list, and a few words that any part keeps between starts. */
const ofNobody = ['migrations', 'settings']

/** They come last, and take away or copy what is everybody's. */
const free = ['deletions', 'doctor', 'fsck', 'backup', 'move']

/** What goes against the arrows today, and why. The list only shrinks. */
const exceptions: Record<string, string> = {
  'accounts/keys.ts reads projects': 'a key may be for certain projects, which are named with it',
  'accounts/invitations.ts reads projects': 'a link names the project that it is for',
  'answers/find-worker.ts reads training_rounds': 'who has only practised is a worker, too',
  'crowd/follow.ts reads gold': 'what is known of a task teaches the models',
  'crowd/read-answers.ts reads gold': 'the same',
  'events/read-page.ts reads projects': 'the events of one project, asked for by somebody of its workspace',
  'events/tell.ts reads projects': 'an event carries the workspace of its project',
  'gold/queries.ts reads training_answers': 'how practice tasks are answered stands in the list of gold',
  'projects/queries.ts reads passed_over': 'how many practice tasks there are stands in the project',
  'projects/queries.ts reads tasks': 'the same',
  'tasks/write-drafts.ts writes gold': 'a task that comes with its known answer is one statement',
  'tasks/list.ts reads result_labels': 'whether a label is rare enough for its index',
  'tasks/taking-back.ts reads corrections': 'one rule for corrections and known answers (accounts/overwrite.ts)',
  'tasks/taking-back.ts reads gold': 'the same',
}

const owner = new Map(Object.entries(tables).flatMap(([noun, names]) => names.map((name) => [name, noun] as const)))

test('every table has one owner', () => {
  const schema = readFileSync(join(root, 'schema.sql'), 'utf8')
  const all = [...schema.matchAll(/^create (?:unlogged )?table (\w+)/gm)].map(([, name]) => name as string)
  expect([...owner.keys(), ...ofNobody].sort()).toEqual(all.sort())
})

test('a table is written by its owner, and read by nobody to the left of it', () => {
  const wrong = new Set<string>()
  for (const file of readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })) {
    const noun = file.split(/[\\/]/)[0] as string
    if (!/\.ts$/.test(file) || /\.(test|fixture)\.ts$/.test(file) || !nouns.includes(noun) || free.includes(noun))
      continue
    const source = readFileSync(join(root, 'src', file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*/g, '')
    for (const [, verb = '', table = ''] of source.matchAll(
      /\b(insert into|delete from|update|from|join|using|into) (\w+)\b/g,
    )) {
      const whose = owner.get(table)
      if (whose === undefined || whose === noun) continue
      const writes = ['insert into', 'delete from', 'update'].includes(verb)
      if (writes || nouns.indexOf(noun) < nouns.indexOf(whose))
        wrong.add(`${file} ${writes ? 'writes' : 'reads'} ${table}`)
    }
  }
  expect([...wrong].sort()).toEqual(Object.keys(exceptions).sort())
})
