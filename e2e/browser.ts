import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Browser, chromium, type Page } from 'playwright-core'

/**
 * A real Chromium for the tests. The browser and the libraries that a bare Linux lacks come inside an npm package, so
 * nothing is downloaded and no test is skipped on Linux x64; elsewhere `CHROMIUM` names one.
 */
export async function openBrowser(): Promise<Browser> {
  if (process.env.CHROMIUM) return chromium.launch({ executablePath: process.env.CHROMIUM, args })
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(
      'The browser that comes along is for Linux x64. Name another one: CHROMIUM=/path/to/chromium npm test',
    )
  // The package unpacks its libraries only where it takes itself to be on that system.
  process.env.AWS_EXECUTION_ENV ??= 'AWS_Lambda_nodejs22.x'
  const executablePath = await unpack()
  const libraries = join(tmpdir(), 'al2023', 'lib')
  const path = [existsSync(libraries) ? libraries : '', process.env.LD_LIBRARY_PATH ?? ''].filter(Boolean).join(':')
  return chromium.launch({ executablePath, args, env: { ...stringEnv(), LD_LIBRARY_PATH: path } })
}

/** Test files run side by side and would unpack over each other: the first one does it, the others wait for its mark. */
async function unpack(): Promise<string> {
  const { default: packed } = await import('@sparticuz/chromium')
  const lock = join(tmpdir(), 'whisker-chromium.lock')
  const done = join(lock, 'done')
  const mine = await mkdir(lock).then(
    () => true,
    () => false,
  )
  const found = join(tmpdir(), 'chromium')
  if (mine || (existsSync(done) && !existsSync(found))) {
    const path = await packed.executablePath()
    await writeFile(done, '')
    return path
  }
  for (let waited = 0; !existsSync(done); waited += 100) {
    // Whoever held the lock was killed: unpack anew.
    if (waited > 60_000) {
      await rm(lock, { recursive: true, force: true })
      return unpack()
    }
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return packed.executablePath()
}

const args = [
  '--no-sandbox',
  '--headless',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

function stringEnv(): Record<string, string> {
  return Object.fromEntries(
    Object.entries(process.env).filter((entry): entry is [string, string] => entry[1] !== undefined),
  )
}

/**
 * What must never happen on a page: script errors, refused scripts or styles, dialogs, requests to another host. For
 * `/pwned` ask only those who made somebody's text run.
 */
export function watchPage(page: Page, url: string, faults: string[] = []): { faults: string[] } {
  page.on('pageerror', (error) => faults.push(`script error: ${error.message}`))
  page.on('console', (message) => {
    const text = message.text()
    if (/Content.Security.Policy/i.test(text)) faults.push(`refused: ${text}`)
  })
  page.on('request', (request) => {
    const to = request.url()
    if (to.includes('/pwned') && !to.includes('/app/')) faults.push(`an attack: ${to}`)
    if (!to.startsWith(url) && !/^(data|blob|about):/.test(to)) faults.push(`another host: ${to}`)
  })
  page.on('dialog', (dialog) => {
    faults.push(`a dialog opened: ${dialog.message()}`)
    void dialog.dismiss()
  })
  return { faults }
}
