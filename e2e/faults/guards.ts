import type { Edit } from './inside/edits.ts'

/** What holds off one kind of fault on the path that requests share, and how a run looks without it. */
export type Guard = {
  /** What it is good for. */
  for: string
  edits: readonly Edit[]
  /** What stands behind it in the database, which would refuse what it lets through: off as well. */
  drops?: string
  /** What the checker says without it. */
  seen: RegExp
}

const claim = 'server/src/assignments/claim.ts'
const count = 'server/src/assignments/count.ts'
const submit = 'server/src/assignments/submit.ts'
const holds = 'server/src/answers/holds.ts'
const noCheck = 'alter table tasks drop constraint exactly_n'

/** Between the form and the statement that counts by it, so that others come in between. */
const slow: Edit = {
  file: submit,
  from: '  const joined = form.is_completed',
  to: '  await new Promise((resolve) => setTimeout(resolve, Math.random() * 60))\n  const joined = form.is_completed',
}

/** Each is turned off alone by `npm run faults -- --without NAME`, in the source that a server reads (inside/hook.ts). */
export const guards = {
  places: {
    for: 'a task of the window is given while its row has a place free',
    edits: [
      { file: claim, from: ` and \${task}.answered + \${task}.active < \${task}.wanted`, to: '' },
      { file: claim, from: 'where seat <= free', to: '' },
    ],
    drops: noCheck,
    seen: /the counters of a task are not its rows, or pass what is wanted|more holds at one time than places/,
  },
  'lock-claim': {
    for: 'what is asked of a row when a task is given is asked of the row as it is now',
    edits: [{ file: claim, from: '          for update skip locked) l', to: '          ) l' }],
    drops: noCheck,
    seen: /the counters of a task are not its rows, or pass what is wanted|more holds at one time than places/,
  },
  open: {
    for: 'a task of the window is given while it is open',
    edits: [{ file: claim, from: `(\${task}.status = 'open' or \${task}.gold) and `, to: '' }],
    seen: /a task was offered after/,
  },
  once: {
    for: 'nobody is given a task again that they have done, whatever the window remembers',
    edits: [
      {
        file: holds,
        from: "  on conflict (project_id, task_id, worker_id) where state in ('active', 'submitted', 'skipped', 'late') do nothing\n",
        to: '',
      },
    ],
    drops: 'drop index assignments_once',
    seen: /one person has answered a task twice|a task was offered to who had/,
  },
  'lock-count': {
    for: 'what is asked of a row when an answer is counted is asked of the row as it is now',
    edits: [slow, { file: count, from: `        \${lock}) l`, to: '        ) l' }],
    drops: noCheck,
    seen: /the counters of a task|and people who have done nothing are not given it|do not belong together/,
  },
  fills: {
    for: 'an answer fills its task exactly if it was judged as the one that does',
    edits: [slow, { file: count, from: "(t.answered + 1 = t.wanted and t.status = 'open') = g.fills and ", to: '' }],
    seen: /a task has places, and people who have done nothing are not given it|do not belong together/,
  },
  'held-count': {
    for: 'an answer counts by a hold that still holds',
    edits: [
      {
        file: holds,
        from: "a.task_id = g.task_id and a.state = 'active'\n  returning g.*, a.taken_at",
        to: 'a.task_id = g.task_id\n  returning g.*, a.taken_at',
      },
    ],
    drops: `${noCheck}; alter table tasks drop constraint if exists tasks_active_check`,
    seen: /the counters of a task are not its rows/,
  },
  'held-end': {
    for: 'a hold is skipped or given back while it holds',
    edits: [
      {
        file: holds,
        from: "a.task_id = g.task_id and a.state = 'active'\n  returning g.*`",
        to: 'a.task_id = g.task_id\n  returning g.*`',
      },
    ],
    drops: 'alter table tasks drop constraint if exists tasks_active_check',
    seen: /the counters of a task are not its rows|more holds at one time than places/,
  },
} satisfies Record<string, Guard>

export type GuardName = keyof typeof guards
export const guardNames = Object.keys(guards) as GuardName[]
