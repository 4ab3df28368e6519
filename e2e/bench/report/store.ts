import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import type { Performance, Run } from './figure.ts'
import { performancePage } from './markdown.ts'
import { plotGrowth } from './plot.ts'

const docs = new URL('../../../docs/', import.meta.url)
export const files = {
  figures: new URL('performance.json', docs),
  page: new URL('performance.md', docs),
  plot: new URL('growth.svg', docs),
}

export function readPerformance(): Performance {
  return existsSync(files.figures) ? JSON.parse(readFileSync(files.figures, 'utf8')) : {}
}

/** Puts one part into the stored figures, and makes the page anew from all of them; only where `--write` was said. */
export function keep(part: keyof Performance, run: Run): void {
  if (!process.argv.includes('--write')) return
  const all: Performance = { ...readPerformance(), [part]: run }
  writeFileSync(files.figures, `${JSON.stringify(all, null, 2)}\n`)
  writePages(all)
}

export function writePages(all: Performance): void {
  writeFileSync(files.page, performancePage(all))
  if (all.run && all.run.growth.length > 1) writeFileSync(files.plot, plotGrowth(all.run.growth))
}
