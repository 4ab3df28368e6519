import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { sendPictures } from './pages/filled.ts'
import { openSite } from './site.ts'

mkdirSync('/tmp/shots', { recursive: true })
const site = await openSite()
try {
  const { id } = await site.owner.createProject({
    body: {
      title: 'Find the animals',
      min_answers: 20,
      input_spec: [{ name: 'image_with_animal', type: 'image' }],
      output_spec: [
        {
          type: 'boxes',
          name: 'animals',
          label: 'Every animal',
          help: 'One box around each, as tight as you can.',
          options: ['cat', 'dog', 'bird', 'something else'].map((value) => ({ value })),
        },
      ],
    },
  })
  await sendPictures(site.owner, id, `${site.folder}/p`)
  const draw = async (page: Page) => {
    await page.locator('.canvas').waitFor({ state: 'attached' })
    await page.waitForTimeout(500)
    const box = (await page.locator('.frame img').boundingBox())!
    const drag = async (a: number[], b: number[]) => {
      const p = (q: number[]) => [box.x + q[0]! * box.width, box.y + q[1]! * box.height] as [number, number]
      await page.mouse.move(...p(a))
      await page.mouse.down()
      await page.mouse.move(...p(b), { steps: 4 })
      await page.mouse.up()
    }
    await drag([0.3, 0.15], [0.75, 0.9])
    await page.keyboard.press('2')
    await drag([0.4, 0.35], [0.6, 0.55])
    await page.keyboard.press('1')
    await drag([0.1, 0.6], [0.25, 0.85])
    await page.mouse.move(box.x + box.width * 0.85, box.y + box.height * 0.4)
    await page.waitForTimeout(200)
  }
  const looks = [
    [1440, 900, {}],
    [1024, 768, {}],
    [390, 844, { hasTouch: true, isMobile: true, deviceScaleFactor: 2 }],
  ] as const
  for (const [width, height, more] of looks)
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await site.workersPage(id, {
        viewport: { width, height },
        colorScheme,
        reducedMotion: 'reduce',
        ...more,
      })
      await draw(page)
      await page.screenshot({ path: `/tmp/shots/draw-${width}-${colorScheme}.png` })
      if (width === 1440 && colorScheme === 'light') {
        await page.keyboard.press('?')
        await page.waitForTimeout(400)
        await page.screenshot({ path: '/tmp/shots/keys.png' })
      }
    }
  console.log(site.faults)
} finally {
  await site.stop()
}
