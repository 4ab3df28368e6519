import type { Page } from 'playwright-core'
import type { Site } from '../site.ts'
import type { Filled } from './filled.ts'
import { suspicions } from './suspicions.ts'

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

const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click()
const key = (key: string) => async (page: Page) => {
  await page.locator('main.task').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press(key)
  await page.locator('dialog[open]').waitFor()
}
const practise = async (page: Page) => {
  await page.locator('main.task').waitFor()
  // Quicker than that is taken for a key that bounced.
  await page.waitForTimeout(100)
  await page.keyboard.press('1')
  await page.locator('.verdict').waitFor()
}
/** A table of known answers that says nothing of its encoding. */
const doubtfulFile = async (page: Page) => {
  const buffer = Buffer.from('name,animal\nexpedition/1,K\xe4fer\n', 'latin1')
  await page.locator('input[type=file]').setInputFiles({ name: 'known.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('dialog').waitFor()
}
const ownAnswers = async (page: Page) => {
  await press('Menu')(page)
  await press('Your answers')(page)
}
/** The page of a service that still waits for its owner. */
const ownerless = (page: Page, site: Site) =>
  page.route(`${site.url}/setup`, (route) => route.fulfill({ json: { needed: true } }), { times: 1 })
/** The evidence of a crowd that is larger than these pages have. */
const suspected = (page: Page, site: Site) =>
  page.route(`${site.url}/projects/*/suspicions`, (route) => route.fulfill({ json: suspicions }), { times: 1 })
const app = (path: string) => () => `/app/${path}`
const inProject = (path: string) => (filled: Filled) => `/app/projects/${filled.animals}${path}`
const work = (path: (filled: Filled) => string | number) => (filled: Filled) => `/app/work${path(filled)}`

// One line makes a page part of every test of the pages: accessibility, hostile text, keyboard, screenshots.

export const outside: Visit[] = [
  { name: 'sign-in', path: app('sign-in'), shows: 'Forgot your password?' },
  { name: 'setup', path: app('setup#whs_0'), shows: 'You become the owner', before: ownerless },
  { name: 'setup-done', path: app('setup'), shows: /Whisker/ },
  {
    name: 'join',
    path: (filled) => new URL(filled.memberLink).pathname + new URL(filled.memberLink).hash,
    shows: /Join/,
  },
  { name: 'join-incomplete', path: app('join'), shows: 'The link is incomplete' },
  { name: 'reset', path: app('reset'), shows: /password/i },
  { name: 'reset-link', path: app('reset#whr_0'), shows: /password/i },
  { name: 'work-link-expired', path: app('work#whi_0'), shows: 'This link no longer works' },
  { name: 'work-signed-out', path: app('work?project=1'), shows: 'You are signed out' },
]

export const inside: Visit[] = [
  { name: 'projects', path: app('projects'), shows: 'What animal is this?' },
  { name: 'new-project', path: app('projects/new'), shows: 'Name the animal' },
  { name: 'new-project-editor', path: app('projects/new?template=rate'), shows: 'Create project' },
  { name: 'overview', path: inProject(''), shows: 'expedition' },
  { name: 'overview-empty', path: (filled) => `/app/projects/${filled.empty}`, shows: 'Moderate pictures' },
  { name: 'tasks', path: inProject('/tasks'), shows: 'expedition/' },
  { name: 'tasks-none', path: inProject('/tasks?status=cancelled'), shows: /No/ },
  {
    name: 'tasks-filtered',
    path: inProject('/tasks?status=open,completed&confidence_from=0.2&from=2020-01-01&to=2100-01-01'),
    shows: 'Clear',
  },
  { name: 'tasks-statuses', path: inProject('/tasks'), shows: 'expedition/', act: press('Every status') },
  { name: 'task', path: (filled) => inProject(`/tasks/${filled.task}`)(filled), shows: 'expedition/' },
  { name: 'results', path: inProject('/results'), shows: 'expedition/' },
  { name: 'results-empty', path: (filled) => `/app/projects/${filled.empty}/results`, shows: /No/ },
  { name: 'quality', path: inProject('/quality'), shows: 'What the labels cost' },
  { name: 'review', path: inProject('/review'), shows: /review/i },
  { name: 'reports', path: inProject('/reports'), shows: 'Two animals can be seen' },
  { name: 'reports-settled', path: inProject('/reports?show=settled'), shows: 'Settled by Ada' },
  { name: 'reports-none', path: (filled) => `/app/projects/${filled.empty}/reports`, shows: 'Nothing to settle' },
  { name: 'gold', path: inProject('/gold'), shows: /gold/i },
  { name: 'gold-encoding', path: inProject('/gold'), shows: 'Import known answers', act: doubtfulFile },
  { name: 'gold-practice', path: (filled) => `/app/projects/${filled.practice}/gold`, shows: /practice/i },
  { name: 'workers', path: inProject('/workers'), shows: 'Grace' },
  { name: 'worker', path: (filled) => inProject(`/workers/${filled.worker}`)(filled), shows: 'Median time' },
  {
    name: 'workers-suspected',
    path: inProject('/workers'),
    shows: 'Worth a look',
    before: suspected,
    act: (page) => page.getByText('Very fast').scrollIntoViewIfNeeded(),
  },
  { name: 'edit', path: inProject('/edit'), shows: 'Which animal is it?' },
  { name: 'edit-fields', path: (filled) => `/app/projects/${filled.fields}/edit`, shows: 'Which bird?' },
  { name: 'keys', path: app('settings/keys'), shows: 'Upload script' },
  { name: 'keys-new', path: app('settings/keys'), shows: 'Upload script', act: press('Make a key') },
  { name: 'webhooks', path: app('settings/webhooks'), shows: 'warehouse' },
  { name: 'webhooks-new', path: app('settings/webhooks'), shows: 'warehouse', act: press('Add a webhook') },
  {
    name: 'webhook',
    path: (filled) => `/app/settings/webhooks/${filled.webhook}`,
    shows: 'does not accept connections',
  },
  {
    name: 'webhook-delivery',
    path: (filled) => `/app/settings/webhooks/${filled.webhook}`,
    shows: 'does not accept connections',
    act: async (page) => {
      await press('webhook.test')(page)
      await page.getByText('webhook-timestamp').waitFor()
    },
  },
  { name: 'members', path: app('settings/members'), shows: 'mary@example.org' },
  { name: 'workspace', path: app('settings/workspace'), shows: 'Workspace' },
  { name: 'account', path: app('settings/account'), shows: 'Password' },
  { name: 'not-found', path: app('nowhere'), shows: /no such page|nothing here/i },
  { name: 'project-unknown', path: app('projects/999'), shows: /There is no project/ },
  { name: 'palette', path: app('projects'), shows: 'What animal', act: (page) => page.keyboard.press('Control+k') },
]

export const working: Visit[] = [
  { name: 'work-projects', path: work(() => ''), shows: 'Your projects' },
  { name: 'work-picture', path: work((filled) => `?project=${filled.animals}`), shows: 'Which animal is it?' },
  { name: 'work-many', path: work((filled) => `?project=${filled.fields}`), shows: 'Which bird?' },
  { name: 'work-text', path: work((filled) => `?project=${filled.texts}`), shows: 'الشعور' },
  {
    name: 'work-menu',
    path: work((filled) => `?project=${filled.animals}`),
    shows: 'Which animal',
    act: press('Menu'),
  },
  { name: 'work-keys', path: work((filled) => `?project=${filled.animals}`), shows: 'Which animal', act: key('?') },
  { name: 'work-skip', path: work((filled) => `?project=${filled.animals}`), shows: 'Which animal', act: key('s') },
  { name: 'work-own', path: work((filled) => `?project=${filled.animals}`), shows: 'Which animal', act: ownAnswers },
  { name: 'work-nothing', path: work((filled) => `?project=${filled.empty}`), shows: /You have done everything/ },
  { name: 'work-practice', path: work((filled) => `?project=${filled.practice}`), shows: /Practice \d of/ },
  {
    name: 'work-practised',
    path: work((filled) => `?project=${filled.practice}`),
    shows: /Practice \d of/,
    act: practise,
  },
  { name: 'work-not-open', path: work(() => '?project=999'), shows: 'not open to you' },
]
