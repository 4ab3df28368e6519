import type { Page } from 'playwright-core'
import type { Site } from '../site.ts'
import { payloads } from './payloads.ts'
import { settle } from './settle.ts'
import { suspicions } from './suspicions.ts'

/* What is done before a page is looked at: what it is told by the service, and what is opened on it. */

export const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click()
export const drawIn = (name: string) => async (page: Page) => {
  await press(name)(page)
  await page.locator('.drawing .canvas').waitFor()
}
export const search = async (page: Page) => {
  // Before the shell is there nobody listens to keys; its sidebar is not to be seen on a phone.
  await page.locator('main#content').waitFor({ state: 'attached' })
  await settle(page)
  await page.keyboard.press('Control+k')
  await page.getByRole('combobox', { name: 'Search' }).waitFor()
}
export const key = (key: string) => async (page: Page) => {
  await page.locator('main.task').waitFor()
  await page.keyboard.press('Escape')
  await page.keyboard.press(key)
  await page.locator('dialog[open]').waitFor()
}
export const practise = async (page: Page) => {
  await page.locator('main.task').waitFor()
  // Quicker than that is taken for a key that bounced.
  await page.waitForTimeout(100)
  await page.keyboard.press('1')
  await page.locator('.verdict').waitFor()
}
/** A key of certain projects, with which a model works. */
export const workingKey = async (page: Page) => {
  await press('Make a key')(page)
  await page.getByRole('checkbox', { name: 'Work' }).check()
  await page.getByLabel('Which ones').first().waitFor()
}
/** How a download is asked for by a program. */
export const byProgram = async (page: Page) => {
  await press('Download')(page)
  await page.getByRole('menuitem', { name: 'By a program' }).click()
  await page.getByRole('dialog').waitFor()
}
/** A box inside of another, by keys. */
export const draw = async (page: Page) => {
  await page.locator('.canvas').waitFor()
  await page.locator('.canvas').focus()
  for (const key of ['n', '2', 'n', 'Shift+ArrowRight']) await page.keyboard.press(key)
  await page.locator('.box').nth(1).waitFor()
}
/** Its first words, by keys. */
export const markText = async (page: Page) => {
  const text = page.getByRole('textbox').first()
  await text.focus()
  for (const key of ['Control+Home', 'Shift+Control+ArrowRight', 'Shift+Control+ArrowRight', '1'])
    await page.keyboard.press(key)
  await page.locator('.box').first().waitFor()
}
/** A thing that is there, by keys. */
export const addRow = async (page: Page) => {
  await page.locator('main.task').waitFor()
  await page.keyboard.press('1')
  await page.locator('.box').first().waitFor()
}
/** Two share a place, and one has none yet or its own. */
export const putInOrder = async (page: Page) => {
  await page.locator('main.task').waitFor()
  for (const key of ['2', '1']) await page.keyboard.press(key)
  await page.locator('.rank-what').nth(1).focus()
  await page.keyboard.press('=')
  await page.locator('.rank [aria-pressed="true"]').waitFor()
}
/** A table of known answers that says nothing of its encoding. */
export const doubtfulFile = async (page: Page) => {
  const buffer = Buffer.from('name,animal\nexpedition/1,K\xe4fer\n', 'latin1')
  await page.locator('input[type=file]').setInputFiles({ name: 'known.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('dialog').waitFor()
}
export const ownAnswers = async (page: Page) => {
  await press('Menu')(page)
  await press('Your answers')(page)
}
/** The page of a service that still waits for its owner. */
export const ownerless = (page: Page, site: Site) =>
  page.route(`${site.url}/setup`, (route) => route.fulfill({ json: { needed: true } }), { times: 1 })
/** The page of a service whose members sign in elsewhere. */
export const withProvider = (only: boolean) => (page: Page, site: Site) =>
  page.route(`${site.url}/setup`, (route) =>
    route.fulfill({ json: { needed: false, sign_up: 'closed', single_sign_on: { name: 'Example', only } } }),
  )
/** Somebody comes back from the provider and may not enter. */
export const notSignedIn = async (page: Page, site: Site) => {
  await withProvider(false)(page, site)
  const json = {
    type: 'urn:whisker:problem:sign_in_refused',
    title: 'You were not signed in',
    status: 403,
    code: 'sign_in_refused',
    detail:
      'Example knows you, but you are in no group that may enter here. Ask who runs this service which group you need.',
    request_id: 'x',
  }
  await page.route(`${site.url}/sign-ins`, (route) =>
    route.fulfill({ status: 403, json, contentType: 'application/problem+json' }),
  )
}
/** The evidence of a crowd that is larger than these pages have. */
export const suspected = (page: Page, site: Site) =>
  page.route(`${site.url}/projects/*/suspicions`, (route) => route.fulfill({ json: suspicions }), { times: 1 })

/** A table with the words of strangers, and what would come in of it. */
export const lookAtTable = (name: string) => async (page: Page) => {
  const rows = payloads.map((text, n) => `${n},"${text.replaceAll('"', '""')}",${['cat', '<b>dog</b>', ''][n % 3]},`)
  const files = page.locator('input[type=file]:not([webkitdirectory])')
  await files.setInputFiles({
    ...{ name: `${name}.csv`, mimeType: 'text/csv' },
    buffer: Buffer.from(
      ['id,sentence,"<img src=x onerror=alert(1)>",', ...rows, '99,,cat,', '100,x,cat,stray'].join('\n'),
    ),
  })
  await page
    .getByRole('button', { name: /^Import \d+ rows/ })
    .or(page.getByText('This was not read'))
    .waitFor()
}
