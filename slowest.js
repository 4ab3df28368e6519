// `npm run test:slowest`: the twenty slowest files and tests of the last `npm test`.
import { readFileSync } from 'node:fs'

const file = new URL('node_modules/.cache/whisker/durations.json', import.meta.url)
let kept
try {
  kept = JSON.parse(readFileSync(file, 'utf8'))
} catch {
  process.stderr.write('No run has left its times yet. Run `npm test` first.\n')
  process.exit(1)
}

// `| head` takes what it wants and goes.
process.stdout.on('error', () => process.exit())
const seconds = (ms) => (ms / 1000).toFixed(1).padStart(7)
const total = (of) => kept.reduce((sum, each) => sum + of(each), 0)
const tests = kept.flatMap(({ file, tests }) => tests.map(({ name, ms }) => ({ file, name, ms })))
const print = (line) => process.stdout.write(`${line}\n`)

print(
  `${kept.length} files: ${seconds(total(({ ms }) => ms)).trim()} s of tests with their hooks, ${seconds(total(({ importMs }) => importMs)).trim()} s of imports, side by side.`,
)
print('\nSlowest files (s; imports in brackets)')
for (const { file, ms, importMs } of kept.toSorted((a, b) => b.ms + b.importMs - a.ms - a.importMs).slice(0, 20))
  print(`${seconds(ms + importMs)} (${seconds(importMs).trim()})  ${file}`)
print('\nSlowest tests (s)')
for (const { file, name, ms } of tests.toSorted((a, b) => b.ms - a.ms).slice(0, 20))
  print(`${seconds(ms)}  ${file} › ${name}`)
