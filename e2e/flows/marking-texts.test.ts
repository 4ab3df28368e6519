import type { ProjectDraft } from '@whisker/api/project-settings.ts'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { findBarriers } from '../pages/axe.ts'
import { openSite, type Site } from '../site.ts'

/** Parts of a text are marked with the browser's own selection. */
let site: Site
beforeAll(async () => {
  site = await openSite()
}, 120_000)
afterAll(() => site?.stop())

const text = 'Ann 👩‍👩‍👧 met Bo\r\nin Rome.'

const options = ['person', 'place'].map((value) => ({ value }))
const names = { type: 'spans' as const, name: 'names', label: 'Every name', options }

async function open(
  more: BrowserContextOptions = {},
  task = text,
  output_spec: ProjectDraft['output_spec'] = [names],
): Promise<{ page: Page; answers: () => Promise<unknown[]> }> {
  const { id } = await site.owner.createProject({
    body: {
      title: 'Name the words',
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec,
    },
  })
  await site.owner.createTask({ body: { project_id: id, task_spec: [{ text: task }] } })
  const page = await site.workersPage(id, { reducedMotion: 'reduce', ...more })
  await paper(page).waitFor()
  return {
    page,
    answers: async () => {
      const { data } = await site.owner.listProjectAnswers({ params: { project_id: id }, query: {} })
      return data.map(({ values }) => values[0]?.names)
    },
  }
}

const paper = (page: Page) => page.getByRole('textbox', { name: 'The text to mark' })
const listed = (page: Page) => page.locator('li.box button.quiet').allTextContents()

async function press(page: Page, ...keys: string[]): Promise<void> {
  for (const key of keys) await page.keyboard.press(key)
}

test('by keyboard alone: select, name, go to the next, take back, send', async () => {
  const { page, answers } = await open()
  await paper(page).focus()
  await press(page, 'Control+Home', ...Array<string>(3).fill('Shift+ArrowRight'), '1')
  await expect.poll(() => listed(page)).toEqual(['Ann'])
  await press(page, 'Control+End', 'ArrowLeft', ...Array<string>(4).fill('Shift+ArrowLeft'), '2')
  await expect.poll(() => listed(page)).toEqual(['Ann', 'Rome'])
  // The family is one character, of five code points.
  await press(page, 'Control+Home', ...Array<string>(4).fill('ArrowRight'), 'Shift+ArrowRight', '1')
  await expect.poll(() => listed(page)).toEqual(['Ann', '👩‍👩‍👧', 'Rome'])
  await press(page, 'Control+Home', 'Tab', 'Tab', 'Delete')
  await expect.poll(() => listed(page)).toEqual(['Ann', 'Rome'])
  await press(page, 'Control+z')
  await expect.poll(() => listed(page)).toEqual(['Ann', '👩‍👩‍👧', 'Rome'])
  expect(await findBarriers(page)).toEqual([])
  await press(page, 'x', 'Backspace')
  await expect(paper(page).inputValue()).resolves.toBe(text.replace('\r\n', '\n'))
  await press(page, 'Control+Enter')
  await expect.poll(answers).toHaveLength(1)
  const points = [...text]
  const [sent] = (await answers()) as { label: string; start: number; end: number; text: string }[][]
  for (const span of sent!) expect(points.slice(span.start, span.end).join('')).toBe(span.text)
  expect(sent!.map(({ label, text }) => [label, text])).toContainEqual(['place', 'Rome'])
})

test('by mouse, with the label before; what lies over another part is refused in words', async () => {
  const { page } = await open()
  await page.getByRole('button', { name: 'place' }).click()
  const box = (await paper(page).boundingBox())!
  await page.mouse.dblclick(box.x + 20, box.y + 32)
  await expect.poll(() => listed(page)).toEqual(['Ann'])
  // What is marked lies behind the text: a click on it is one into the text.
  await page.mouse.click(box.x + 20, box.y + 32)
  await press(page, 'Delete')
  await expect.poll(() => listed(page)).toEqual([])
  await press(page, 'Control+z')
  await expect.poll(() => listed(page)).toEqual(['Ann'])
  await press(page, 'Control+a', '1')
  await expect.poll(() => page.getByText('This lies over another part.').count()).toBe(1)
  expect(await listed(page)).toEqual(['Ann'])
})

test('the text is shown once; keys of the page work in it, one of them says that nothing is there', async () => {
  const { page, answers } = await open()
  await expect(page.locator('main').getByText('met Bo').count()).resolves.toBe(1)
  await expect(page.locator('.stage textarea').count()).resolves.toBe(1)
  await paper(page).focus()
  await press(page, 'o')
  const nothing = page.getByRole('button', { name: 'Nothing here' })
  await expect.poll(() => nothing.getAttribute('aria-pressed')).toBe('true')
  await press(page, 's')
  await page.locator('dialog[open]').waitFor()
  await press(page, 'Escape')
  // Closed, it gives the focus back to where it was.
  await page.locator('dialog[open]').waitFor({ state: 'detached' })
  await paper(page).focus()
  await press(page, 'Enter')
  await expect.poll(answers).toEqual([[]])
})

test('what was sent is changed beside the text, where the item is not shown', async () => {
  const { page, answers } = await open()
  await paper(page).focus()
  await press(page, 'Control+Home', ...Array<string>(3).fill('Shift+ArrowRight'), '1', 'Enter')
  await expect.poll(answers).toHaveLength(1)
  await page.getByRole('button', { name: 'Menu' }).click()
  await page.getByRole('button', { name: 'Your answers' }).click()
  await page.getByRole('button', { name: 'Change' }).first().click()
  await page.locator('dialog').getByRole('textbox', { name: 'The text to mark' }).waitFor()
  await page.locator('dialog').getByRole('combobox', { name: /Label/ }).selectOption('place')
  await page.locator('dialog').getByRole('button', { name: 'Save' }).click()
  await expect.poll(answers).toEqual([[{ label: 'place', start: 0, end: 3, text: 'Ann' }]])
})

test('two fields are about one text: it shows what belongs to the one that is answered', async () => {
  const verbs = { ...names, name: 'verbs', label: 'Every verb', options: [{ value: 'verb' }, { value: 'noun' }] }
  const { page, answers } = await open({}, text, [names, verbs])
  const colours = () => page.locator('.marked [aria-hidden] > span[style*="background"]').allTextContents()
  await paper(page).focus()
  await press(page, 'Control+Home', ...Array<string>(3).fill('Shift+ArrowRight'), '1')
  await expect.poll(colours).toEqual(['personAnn'])
  await page.getByRole('group', { name: 'Every verb' }).getByRole('button', { name: 'noun' }).click()
  await expect.poll(colours).toEqual([])
  await expect(paper(page).count()).resolves.toBe(1)
  await page.getByRole('group', { name: 'Every name' }).getByRole('button', { name: 'Ann' }).click()
  await expect.poll(colours).toEqual(['personAnn'])
  // Selected while the other field has the text.
  const at = text.replace('\r\n', '\n').indexOf('met')
  await paper(page).evaluate((control: HTMLTextAreaElement, at) => control.setSelectionRange(at, at + 3), at)
  await page.getByRole('group', { name: 'Every verb' }).getByRole('button', { name: 'verb' }).click()
  await expect.poll(colours).toEqual(['verbmet'])
  await page.getByRole('group', { name: 'Every name' }).getByRole('button', { name: 'Ann' }).click()
  await expect.poll(colours).toEqual(['personAnn'])
  await press(page, 'Control+Enter')
  await expect.poll(answers).toEqual([[{ label: 'person', start: 0, end: 3, text: 'Ann' }]])
  expect(site.faults).toEqual([])
})

test('that nothing is there is an answer', async () => {
  const { page, answers } = await open()
  await page.getByRole('button', { name: 'Nothing here' }).click()
  await page.getByRole('button', { name: /^Send/ }).click()
  await expect.poll(answers).toEqual([[]])
})

test('by finger on a phone, in a text from right to left with English in it', async () => {
  const phone = { viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true }
  const arabic = 'زارت Ada Lovelace مدينة لندن.\nثم عادت.'
  const { page, answers } = await open(phone, arabic)
  const from = arabic.indexOf('Ada')
  // What the handles of the system do, which no program can move.
  await paper(page).evaluate((control: HTMLTextAreaElement, at) => control.setSelectionRange(at, at + 12), from)
  await page.getByRole('button', { name: 'person' }).tap()
  await expect.poll(() => listed(page)).toEqual(['Ada Lovelace'])
  await page.getByRole('button', { name: /^Send/ }).tap()
  await expect.poll(answers).toEqual([[{ label: 'person', start: from, end: from + 12, text: 'Ada Lovelace' }]])
})
