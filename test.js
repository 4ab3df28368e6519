// `npm test`: from a fresh clone to every test in one command. Plain JavaScript for Node 20, like start.js.
import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { findCurrentNode, noCurrentNode, withNodeFirst } from './cli/bin/current-node.js'
import { ensureInstalled, ensureWebBuilt, PreparationFailed } from './cli/bin/prepare.js'

const root = fileURLToPath(new URL('.', import.meta.url))

try {
  await ensureInstalled(root, { forDevelopment: true })
  const node = findCurrentNode()
  if (!node) throw new PreparationFailed(noCurrentNode)
  await ensureWebBuilt(root, node)
  const run = (script, ...args) => {
    const { status } = spawnSync(node, [script, ...args], { cwd: root, stdio: 'inherit', env: withNodeFirst(node) })
    return status === 0
  }
  const only = process.argv.slice(2)
  // Both always run: one broken rule of style should not hide a broken test.
  const tidy = only.length > 0 || run('check.js')
  const green = run('node_modules/vitest/vitest.mjs', 'run', ...only)
  process.exitCode = tidy && green ? 0 : 1
} catch (error) {
  if (!(error instanceof PreparationFailed)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exitCode = 1
}
