import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { gzipSync } from 'node:zlib'
import type { Page } from 'playwright-core'
import { makePicture, withComment } from '../pictures.ts'
import { openSite, type Site } from '../site.ts'
import { report } from './figures.ts'
import { watchPaints } from './paints.ts'
import { percentile } from './times.ts'

/**
 * `npm run bench:web`: what a worker waits for. From Enter to the next picture on the screen, with pictures of 60 KB and a
 * network of 100 ms; how long the page takes to open; how much of it is loaded before that. `--json` for machines.
 */
const answers = Number(process.env.BENCH_ANSWERS ?? 120)
const delayMs = 100
/** Between a picture and the answer to it. Shorter than anybody's, so that there is no time to catch up. */
const thoughtMs = 400

const site = await openSite()
try {
  const project = await fill(site)
  const figures = {
    pictureKb: Math.round(project.pictureBytes / 1000),
    delayMs,
    worker: await measureBundle(await site.nobody(), project.link, 'main.task img'),
    dashboard: await measureBundle(await site.ownersPage(), `${site.url}/app/projects`, 'main h1'),
    openMs: await measureOpening(site, project.link, 0),
    openDelayedMs: await measureOpening(site, project.link, delayMs),
    nextPictureMs: await measureFlow(site, project.id),
  }
  if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`)
  else show(figures)
} finally {
  await site.stop()
}

function show(figures: {
  worker: Bundle
  dashboard: Bundle
  openMs: number[]
  openDelayedMs: number[]
  nextPictureMs: number[]
}): void {
  const kb = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`
  const ms = (samples: number[]) =>
    `${Math.round(percentile(samples, 0.5))} / ${Math.round(percentile(samples, 0.95))} ms`
  const load = readFileSync('/proc/loadavg', 'utf8').split(' ')[0]
  report('machine / load after', `${cpus().length} x ${cpus()[0]?.model.trim()} / ${load}`)
  report("worker's page before the first task, gzip: JavaScript", kb(figures.worker.script), '< 60 KB, 35 KB')
  report('  CSS', kb(figures.worker.style), '< 15 KB')
  report('dashboard with the list of projects, gzip: JavaScript', kb(figures.dashboard.script))
  report('  CSS', kb(figures.dashboard.style))
  report('from link to first picture, cold, p50 / p95', ms(figures.openMs))
  report(`  with a network of ${delayMs} ms`, ms(figures.openDelayedMs))
  report(`from Enter to the next picture, ${answers} answers, p50 / p95`, ms(figures.nextPictureMs), 'p95 < 50 ms')
}

async function fill({ service }: Site): Promise<{ id: number; link: string; pictureBytes: number }> {
  const { id } = await service.client.createProject({
    body: {
      title: 'What animal is this?',
      input_spec: [{ name: 'image', type: 'image' }],
      output_spec: [{ type: 'input', name: 'animal', label: 'Animal' }],
      min_answers: 100,
    },
  })
  const picture = await makePicture()
  for (let n = 0; n < answers + 10; n++) {
    const { value } = await service.client.createAsset({
      body: new Uint8Array(withComment(picture, `picture ${n}`)),
      headers: { 'content-type': 'image/jpeg' },
    })
    await service.client.createTask({ body: { project_id: id, task_spec: [{ image: value }] } })
  }
  const { url } = await service.client.readLabelLink({ params: { project_id: id } })
  return { id, link: url, pictureBytes: picture.length }
}

type Bundle = { script: number; style: number }

/** What the browser asked for until `ready` was there, each file by itself through gzip. */
async function measureBundle(page: Page, address: string, ready: string): Promise<Bundle> {
  const files: Promise<{ type: string; size: number }>[] = []
  const listen = (response: Awaited<ReturnType<Page['waitForResponse']>>) => {
    const type = response.request().resourceType()
    if (type === 'script' || type === 'stylesheet')
      files.push(response.body().then((body) => ({ type, size: gzipSync(body, { level: 9 }).length })))
  }
  page.on('response', listen)
  await page.goto(address)
  await page.locator(ready).first().waitFor()
  page.off('response', listen)
  const sizes = await Promise.all(files)
  const sum = (wanted: string) => sizes.reduce((all, { type, size }) => all + (type === wanted ? size : 0), 0)
  await page.context().close()
  return { script: sum('script'), style: sum('stylesheet') }
}

/** From the address to the first picture on the screen, each time in a browser that knows nothing. */
async function measureOpening({ nobody }: Site, link: string, latency: number): Promise<number[]> {
  const samples: number[] = []
  for (let n = 0; n < 10; n++) {
    const page = await nobody()
    await slowDown(page, latency)
    await watchPaints(page)
    await page.goto(link)
    samples.push(await page.evaluate(() => window.firstPicture))
    await page.context().close()
  }
  return samples
}

async function measureFlow({ workersPage }: Site, projectId: number): Promise<number[]> {
  const page = await workersPage(projectId)
  await watchPaints(page)
  await slowDown(page, delayMs)
  await page.reload()
  await page.evaluate(() => window.firstPicture)
  for (let n = 1; n <= answers; n++) {
    await page.waitForTimeout(thoughtMs)
    await page.keyboard.type('cat')
    await page.keyboard.press('Enter')
    await page.waitForFunction((n) => window.nextPictures.length === n, n)
  }
  return page.evaluate(() => window.nextPictures)
}

async function slowDown(page: Page, latency: number): Promise<void> {
  const session = await page.context().newCDPSession(page)
  await session.send('Network.enable')
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency,
    downloadThroughput: -1,
    uploadThroughput: -1,
  })
}
