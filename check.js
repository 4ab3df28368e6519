// `npm run check`: format, lint, types, unused code. The arrows and the schema are checked by tests.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('.', import.meta.url))
const steps = [
  ['format and lint', 'biome', ['ci', '--colors=off', '--error-on-warnings', '.']],
  ['types of api', 'tsc', ['-p', 'api']],
  ['types of postgres', 'tsc', ['-p', 'postgres']],
  ['types of server', 'tsc', ['-p', 'server']],
  ['types of web', 'tsc', ['-p', 'web']],
  ['types of cli', 'tsc', ['-p', 'cli']],
  ['types of e2e', 'tsc', ['-p', 'e2e']],
  ['unused code', 'knip', []],
]

let failed = 0
for (const [what, program, args] of steps) {
  const { status, stdout, stderr } = spawnSync(`node_modules/.bin/${program}`, args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  })
  if (status === 0) process.stdout.write(`ok    ${what}\n`)
  else {
    failed++
    process.stdout.write(`FAIL  ${what}\n${stdout}${stderr}\n`)
  }
}
process.exitCode = failed === 0 ? 0 : 1
