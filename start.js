// `npm start -- [folder] [options]`: from a fresh clone to a running service in one command.
// Plain JavaScript for Node 20, and nothing but Node's own modules: this runs before anything is installed.
import { fileURLToPath } from 'node:url'
import { become, findCurrentNode, noCurrentNode, rememberNpm } from './cli/bin/current-node.js'
import { ensureInstalled, ensureWebBuilt, PreparationFailed } from './cli/bin/prepare.js'

rememberNpm()
const root = fileURLToPath(new URL('.', import.meta.url))

try {
  await ensureInstalled(root)
  // After the installation: it may have brought the Node that is needed.
  const node = findCurrentNode()
  if (!node) throw new PreparationFailed(noCurrentNode)
  await ensureWebBuilt(root, node)
  // Folders on the command line are meant from where the person stands, the data directory from here: npm changes
  // into this folder and tells where it was called.
  const cwd = process.env.INIT_CWD ?? process.cwd()
  process.chdir(root)
  become(node, [
    fileURLToPath(new URL('cli/bin/whisker.js', import.meta.url)),
    'label',
    '--cwd',
    cwd,
    ...process.argv.slice(2),
  ])
} catch (error) {
  if (!(error instanceof PreparationFailed)) throw error
  process.stderr.write(`${error.message}\n`)
  process.exit(1)
}
