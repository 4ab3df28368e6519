import { afterAll, beforeAll, expect, test } from 'vitest'
import { seededRandom } from '../../server/src/consolidation/simulate-crowd.ts'
import { characters } from '../pages/hostile.ts'
import { payloads } from '../pages/payloads.ts'
import { openSite, type Site } from '../site.ts'

/** Whatever a text is made of, a part that was marked in it is what stands there, as the service counts. */
let site: Site
beforeAll(async () => {
  site = await openSite()
}, 120_000)
afterAll(() => site?.stop())

type Marked = { start: number; end: number; text: string }

async function open(text: string) {
  const { id } = await site.owner.createProject({
    body: {
      title: 'Name the words',
      input_spec: [{ name: 'text', type: 'text' }],
      output_spec: [{ type: 'spans', name: 'names', options: [{ value: 'a' }, { value: 'b' }], overlapping: true }],
    },
  })
  await site.owner.createTask({ body: { project_id: id, task_spec: [{ text }] } })
  const page = await site.workersPage(id, { reducedMotion: 'reduce' })
  const paper = page.getByRole('textbox', { name: 'The text to mark' })
  await paper.waitFor()
  return {
    page,
    paper,
    select: (from: number, to: number) =>
      paper.evaluate(
        (control, [from, to]) => {
          const text = control as HTMLTextAreaElement
          text.focus()
          text.setSelectionRange(from!, to!)
        },
        [from, to],
      ),
    async sent(): Promise<Marked[]> {
      await page.keyboard.press('Enter')
      const read = async () => (await site.owner.listProjectAnswers({ params: { project_id: id }, query: {} })).data
      await expect.poll(read).toHaveLength(1)
      return (await read())[0]!.values[0]!.names as Marked[]
    },
  }
}

test('marks upon marks, families, flags, lines of every sort, both directions, markup', async () => {
  const text = [...characters, ...payloads.slice(0, 12)].join('\r\n')
  const { page, paper, select, sent } = await open(text)
  const shown = await paper.inputValue()
  expect(shown).toBe(text.replace(/\r\n?/g, '\n'))
  const random = seededRandom(7)
  for (let n = 0; n < 40; n++) {
    // Wherever a finger lets go: also between the halves of an emoji.
    const from = Math.floor(random() * shown.length)
    await select(from, Math.min(shown.length, from + 1 + Math.floor(random() * 12)))
    await page.keyboard.press(n % 2 === 0 ? '1' : '2')
  }
  const listed = await page.locator('li.box').count()
  expect(listed).toBeGreaterThan(30)
  const marked = await sent()
  expect(marked).toHaveLength(listed)
  const points = [...text]
  const graphemes = [...new Intl.Segmenter('en', { granularity: 'grapheme' }).segment(text)]
  const borders = new Set([
    0,
    ...graphemes.map(({ segment, index }) => [...text.slice(0, index + segment.length)].length),
  ])
  for (const { start, end, text: said } of marked) {
    expect(points.slice(start, end).join('')).toBe(said)
    expect([borders.has(start), borders.has(end)]).toEqual([true, true])
  }
  expect(site.faults).toEqual([])
})

test('the longest text that is taken is marked all over; a longer one is refused', async () => {
  const word = 'Ada 👩‍👩‍👧 é. '
  const text = word.repeat(Math.floor(10_000 / word.length))
  await expect(open(text.repeat(10))).rejects.toThrow('/task_spec/0/text: The text has more than 10000')
  const { page, select, sent } = await open(text)
  const places = [...text.matchAll(/Ada/g)].map(({ index }) => index)
  for (const at of places.slice(-40)) {
    await select(at, at + 3)
    await page.keyboard.press('1')
  }
  await expect.poll(() => page.locator('li.box').count()).toBe(40)
  const marked = await sent()
  expect(marked.map(({ text }) => text)).toEqual(Array<string>(40).fill('Ada'))
  expect(marked.at(-1)!.start).toBe([...text.slice(0, places.at(-1))].length)
})
