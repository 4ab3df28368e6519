import type { Page } from 'playwright-core'
import { inProject, inWorkspace, outside as outsidePages } from '../../web/requester/pages.ts'
import type { Site } from '../site.ts'
import {
  addRow,
  byProgram,
  doubtfulFile,
  draw,
  drawIn,
  key,
  lookAtTable,
  markText,
  notSignedIn,
  ownAnswers,
  ownerless,
  practise,
  press,
  putInOrder,
  search,
  suspected,
  withProvider,
  workingKey,
} from './acts.ts'
import { followed, lookIn } from './buckets.ts'
import type { Filled } from './filled.ts'

export type Visit = {
  name: string
  /** Behind the host of the service. */
  path: (filled: Filled) => string
  /** Stands on the page once it is there. */
  shows: string | RegExp
  /** Prepares the browser. */
  before?: (page: Page, site: Site) => Promise<unknown>
  /** Opens what is opened on the page: a menu, a dialog. */
  act?: (page: Page) => Promise<unknown>
}

const app = (path: string) => () => `/app/${path}`
const ofAnimals = (path: string) => (filled: Filled) => `/app/projects/${filled.animals}${path}`
const work = (path: (filled: Filled) => string | number) => (filled: Filled) => `/app/work${path(filled)}`

/** What the names in an address stand for. */
const parameters: Record<string, keyof Filled> = {
  project: 'animals',
  task: 'task',
  worker: 'worker',
  webhook: 'webhook',
}

function addressOf(path: string, filled: Filled): string {
  return path.replace(/\$(\w+)/g, (_, name: string) => {
    const known = parameters[name]
    if (!known) throw new Error(`No test knows a ${name} to show at ${path}: make one in filled.ts and name it here.`)
    return String(filled[known])
  })
}

// Every page of the dashboard's own list is visited by every test of the pages: accessibility, hostile text, keyboard,
// screenshots. One that says nothing here is opened as it is; here stands what is to be seen on it, and its other states.

type State = Omit<Visit, 'path'> & { path?: Visit['path'] }
const pagesOfProjects = inProject.map(({ path, title }) => {
  return { path: (path === '/' ? '/projects/$project' : `/projects/$project${path}`) as PathInProject, title }
})
type PathInProject = `/projects/$project${Exclude<(typeof inProject)[number]['path'], '/'> | ''}`
type Path = (typeof inWorkspace)[number]['path'] | PathInProject

const states: Partial<Record<Path, State[]>> = {
  '/projects': [
    { name: 'projects', shows: 'What animal is this?' },
    { name: 'palette', shows: 'What animal', act: search },
  ],
  '/projects/new': [
    { name: 'new-project', shows: 'Name the animal' },
    { name: 'new-project-editor', path: app('projects/new?template=rate'), shows: 'Create project' },
  ],
  '/projects/import': [
    { name: 'import', shows: 'Drop the export here' },
    { name: 'import-look', shows: 'Drop the export here', act: lookAtTable('<b>table</b>') },
  ],
  '/projects/$project/import': [
    { name: 'import-into', shows: 'Drop the export here' },
    {
      name: 'import-into-look',
      path: (filled) => `/app/projects/${filled.texts}/import`,
      shows: 'Drop the export here',
      act: lookAtTable('texts'),
    },
  ],
  '/projects/$project': [
    { name: 'overview', shows: 'expedition' },
    { name: 'overview-empty', path: (filled) => `/app/projects/${filled.empty}`, shows: 'Moderate pictures' },
  ],
  '/projects/$project/tasks': [
    { name: 'tasks', shows: 'expedition/' },
    { name: 'tasks-none', path: ofAnimals('/tasks?status=cancelled'), shows: /No/ },
    {
      name: 'tasks-filtered',
      path: ofAnimals('/tasks?status=open,completed&confidence_from=0.2&from=2020-01-01&to=2100-01-01'),
      shows: 'Clear',
    },
    { name: 'tasks-statuses', shows: 'expedition/', act: press('Every status') },
  ],
  '/projects/$project/tasks/$task': [
    { name: 'task', shows: 'expedition/' },
    ...[
      { name: 'task-drawing', act: async () => {} },
      { name: 'task-drawing-correct', act: drawIn('Correct the result') },
      { name: 'task-drawing-gold', act: drawIn('Use as gold') },
    ].map((visit) => ({
      ...visit,
      path: (filled: Filled) => `/app/projects/${filled.drawing}/tasks/${filled.drawingTask}`,
      shows: '2 objects: cat, dog',
    })),
    {
      name: 'task-rows',
      path: (filled) => `/app/projects/${filled.rows}/tasks/${filled.rowsTask}`,
      shows: 'sure it is there',
    },
    {
      name: 'task-order',
      path: (filled) => `/app/projects/${filled.order}/tasks/${filled.orderTask}`,
      shows: 'sure it stands above',
    },
  ],
  '/projects/$project/results': [
    { name: 'results', shows: 'expedition/' },
    { name: 'results-by-program', shows: 'expedition/', act: byProgram },
    { name: 'results-empty', path: (filled) => `/app/projects/${filled.empty}/results`, shows: /No/ },
  ],
  '/projects/$project/quality': [{ name: 'quality', shows: 'What the labels cost' }],
  '/projects/$project/bucket': [
    // Before the answers of a store are put into the browser.
    { name: 'bucket-none', path: (filled) => `/app/projects/${filled.empty}/bucket`, shows: 'Look into it' },
    { name: 'bucket', shows: 'Written anew', before: followed },
    { name: 'bucket-change', shows: 'Written anew', before: followed, act: lookIn },
  ],
  '/projects/$project/releases': [
    { name: 'releases', shows: 'Spring' },
    { name: 'releases-new', shows: 'Spring', act: press('Make a release') },
    { name: 'releases-none', path: (filled) => `/app/projects/${filled.empty}/releases`, shows: 'No releases yet' },
  ],
  '/projects/$project/review': [
    { name: 'review', shows: /review/i },
    {
      name: 'review-drawing',
      path: (filled) => `/app/projects/${filled.drawing}/review`,
      shows: '2 objects are disputed',
      act: (page) => page.locator('.drawing .canvas').waitFor(),
    },
    {
      name: 'review-rows',
      path: (filled) => `/app/projects/${filled.rows}/review`,
      shows: 'sure it is there',
      act: async (page) => {
        await page.getByRole('form', { name: 'Your decision' }).waitFor()
        await page.keyboard.press('e')
        await page.getByRole('button', { name: 'Add another row' }).waitFor()
      },
    },
  ],
  '/projects/$project/reports': [
    { name: 'reports', shows: 'Two animals can be seen' },
    { name: 'reports-settled', path: ofAnimals('/reports?show=settled'), shows: 'Settled by Ada' },
    { name: 'reports-none', path: (filled) => `/app/projects/${filled.empty}/reports`, shows: 'Nothing to settle' },
  ],
  '/projects/$project/gold': [
    { name: 'gold', shows: /gold/i },
    { name: 'gold-encoding', shows: 'Import known answers', act: doubtfulFile },
    { name: 'gold-practice', path: (filled) => `/app/projects/${filled.practice}/gold`, shows: /practice/i },
  ],
  '/projects/$project/workers': [
    { name: 'workers', shows: 'Grace' },
    {
      name: 'workers-suspected',
      shows: 'Worth a look',
      before: suspected,
      act: (page) => page.getByText('Very fast').scrollIntoViewIfNeeded(),
    },
  ],
  '/projects/$project/workers/$worker': [{ name: 'worker', shows: 'Median time' }],
  '/projects/$project/edit': [
    { name: 'edit', shows: 'Which animal is it?' },
    { name: 'edit-fields', path: (filled) => `/app/projects/${filled.fields}/edit`, shows: 'Which bird?' },
  ],
  '/settings/keys': [
    { name: 'keys', shows: 'Upload script' },
    { name: 'keys-new', shows: 'Upload script', act: press('Make a key') },
    { name: 'keys-new-working', shows: 'Upload script', act: workingKey },
  ],
  '/settings/audit': [{ name: 'audit', shows: 'Made an API key' }],
  '/settings/webhooks': [
    { name: 'webhooks', shows: 'warehouse' },
    { name: 'webhooks-new', shows: 'warehouse', act: press('Add a webhook') },
  ],
  '/settings/webhooks/$webhook': [
    { name: 'webhook', shows: 'does not accept connections' },
    {
      name: 'webhook-delivery',
      shows: 'does not accept connections',
      act: async (page) => {
        await press('webhook.test')(page)
        await page.getByText('webhook-timestamp').waitFor()
      },
    },
  ],
  '/settings/members': [{ name: 'members', shows: 'mary@example.org' }],
  '/settings/workspace': [{ name: 'workspace', shows: 'Workspace' }],
  '/settings/account': [{ name: 'account', shows: 'Password' }],
}

/** The pages behind the sign-in, with what each is visited in. */
export const dashboard = [...inWorkspace, ...pagesOfProjects].map(({ path, title }) => {
  const asItIs = { name: path.replaceAll(/\W+/g, '-').slice(1), shows: title }
  const visits = (states[path] ?? [asItIs]).map((state): Visit => {
    return { path: (filled) => `/app${addressOf(path, filled)}`, ...state }
  })
  return { path, visits }
})

/** The pages before it. */
const beforeSignIn: Record<(typeof outsidePages)[number]['path'], Visit[]> = {
  '/sign-in': [
    { name: 'sign-in', path: app('sign-in'), shows: 'Forgot your password?' },
    { name: 'sign-in-provider', path: app('sign-in'), shows: 'Sign in with Example', before: withProvider(false) },
    { name: 'sign-in-provider-only', path: app('sign-in'), shows: 'Sign in with Example', before: withProvider(true) },
  ],
  '/sign-in/return': [
    {
      name: 'sign-in-return',
      path: app('sign-in/return#code=x&state=x'),
      shows: 'You are not signed in',
      before: notSignedIn,
    },
  ],
  '/setup': [
    { name: 'setup', path: app('setup#whs_0'), shows: 'You become the owner', before: ownerless },
    { name: 'setup-done', path: app('setup'), shows: /Whisker/ },
  ],
  '/join': [
    {
      name: 'join',
      path: (filled) => new URL(filled.memberLink).pathname + new URL(filled.memberLink).hash,
      shows: /Join/,
    },
    { name: 'join-incomplete', path: app('join'), shows: 'The link is incomplete' },
  ],
  '/reset': [
    { name: 'reset', path: app('reset'), shows: /password/i },
    { name: 'reset-link', path: app('reset#whr_0'), shows: /password/i },
  ],
}

export const outside: Visit[] = [
  ...outsidePages.flatMap(({ path }) => beforeSignIn[path]),
  { name: 'work-link-expired', path: app('work#whi_0'), shows: 'This link no longer works' },
  { name: 'work-signed-out', path: app('work?project=1'), shows: 'You are signed out' },
]

export const inside: Visit[] = [
  ...dashboard.flatMap(({ visits }) => visits),
  { name: 'not-found', path: app('nowhere'), shows: /no such page|nothing here/i },
  { name: 'project-unknown', path: app('projects/999'), shows: /There is no project/ },
]

export const working: Visit[] = [
  { name: 'work-projects', path: work(() => ''), shows: 'Your projects' },
  { name: 'work-picture', path: work((filled) => `?project=${filled.animals}`), shows: 'Which animal is it?' },
  { name: 'work-many', path: work((filled) => `?project=${filled.fields}`), shows: 'Which bird?' },
  { name: 'work-text', path: work((filled) => `?project=${filled.texts}`), shows: 'الشعور' },
  {
    name: 'work-drawing',
    path: work((filled) => `?project=${filled.drawing}`),
    shows: 'Every animal',
    act: draw,
  },
  { name: 'work-rows', path: work((filled) => `?project=${filled.rows}`), shows: 'Who is there?', act: addRow },
  { name: 'work-order', path: work((filled) => `?project=${filled.order}`), shows: 'Which is best?', act: putInOrder },
  {
    name: 'work-marking',
    path: work((filled) => `?project=${filled.marking}`),
    shows: 'Every name',
    act: markText,
  },
  {
    name: 'work-menu',
    path: work((filled) => `?project=${filled.animals}`),
    shows: 'Which animal',
    act: press('Menu'),
  },
  { name: 'work-keys', path: work((filled) => `?project=${filled.animals}`), shows: 'Which animal', act: key('?') },
  { name: 'work-skip', path: work((filled) => `?project=${filled.animals}`), shows: 'Which animal', act: key('s') },
  { name: 'work-own', path: work((filled) => `?project=${filled.animals}`), shows: 'Which animal', act: ownAnswers },
  { name: 'work-nothing', path: work((filled) => `?project=${filled.empty}`), shows: 'Nothing to do right now' },
  { name: 'work-practice', path: work((filled) => `?project=${filled.practice}`), shows: /Practice \d of/ },
  {
    name: 'work-practised',
    path: work((filled) => `?project=${filled.practice}`),
    shows: /Practice \d of/,
    act: practise,
  },
  { name: 'work-not-open', path: work(() => '?project=999'), shows: 'not open to you' },
]
