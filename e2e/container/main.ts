import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { BareRoot, missingPrograms } from './bare-root.ts'
import { stagesOf } from './steps.ts'

/**
 * `npm run container`: follows packaging/Containerfile in a bare Debian, without an engine for containers, and tries what comes out: it
 * starts as its user, is healthy, serves both pages, ends when it is told, and begins again with what it had.
 */
const print = (line: string) => process.stdout.write(`${line}\n`)
const port = Number(process.env.PORT ?? 4399)
const file = readFileSync(new URL('../../packaging/Containerfile', import.meta.url), 'utf8')

async function main(): Promise<number> {
  const missing = missingPrograms()
  if (missing.length > 0) {
    for (const line of [...missing, 'NOTHING WAS TRIED.']) print(line)
    return 1
  }
  const roots: BareRoot[] = []
  try {
    const stages = stagesOf(file)
    for (const [n, steps] of stages.entries()) {
      const [, release] = /debian:(\w+)/.exec(steps[0]!.text) ?? []
      print(steps[0]!.text)
      const root = new BareRoot(release!)
      roots.push(root)
      for (const [before, stage] of stages.slice(0, n).entries())
        root.knows(/ AS (\w+)/.exec(stage[0]!.text)?.[1] ?? `${before}`, roots[before]!)
      root.follow(steps, print)
    }
    for (const time of ['first', 'second']) await tryStart(roots.at(-1)!, stages.at(-1)!, time)
    print('The container file is good.')
    return 0
  } finally {
    for (const root of roots) root.remove()
  }
}

async function tryStart(root: BareRoot, steps: ReturnType<typeof stagesOf>[number], time: string): Promise<void> {
  const begun = performance.now()
  const service = root.start(steps, port)
  const said: string[] = []
  for (const stream of [service.stdout!, service.stderr!]) stream.on('data', (chunk) => said.push(String(chunk)))
  try {
    while ((await root.isHealthy(steps, port)) !== 0) {
      if (service.exitCode !== null || performance.now() - begun > 120_000)
        throw new Error(`The ${time} start did not become healthy.\n${said.join('').slice(-3000)}`)
      await sleep(500)
    }
    print(`${time} start: healthy after ${((performance.now() - begun) / 1000).toFixed(1)} s`)
    for (const page of ['/app/', '/app/work']) {
      const response = await fetch(`http://127.0.0.1:${port}${page}`)
      const html = await response.text()
      const script = /src="([^"]+\.js)"/.exec(html)?.[1]
      const loaded = script === undefined ? null : await fetch(new URL(script, response.url))
      if (!response.ok || !loaded?.ok) throw new Error(`${page} is not served: ${response.status}`)
    }
    const code = await root.end(service)
    if (code !== 0) throw new Error(`The ${time} start ended with ${code}.\n${said.join('').slice(-3000)}`)
  } finally {
    service.kill('SIGKILL')
  }
  print(`${time} start: both pages are served; it ended by itself when it was told`)
}

process.exitCode = await main()
