import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import type { Reporter, TestModule } from 'vitest/node'

const root = join(import.meta.dirname, '../../..')
const file = join(root, 'node_modules/.cache/whisker/durations.json')

/** Keeps how long the files and tests of the last run took, for `npm run test:slowest`. */
export default class Durations implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const kept = modules.map((module) => {
      const { collectDuration, duration } = module.diagnostic()
      const tests = [...module.children.allTests()].map((test) => ({
        name: test.fullName,
        ms: Math.round(test.diagnostic()?.duration ?? 0),
      }))
      return {
        file: relative(root, module.moduleId),
        importMs: Math.round(collectDuration),
        ms: Math.round(duration),
        tests,
      }
    })
    mkdirSync(dirname(file), { recursive: true })
    writeFileSync(file, JSON.stringify(kept))
  }
}
