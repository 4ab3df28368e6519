#!/usr/bin/env node
// Plain JavaScript for Node 20: the machine's own Node may be older than the one that Whisker runs on.
import { fileURLToPath } from 'node:url'
import { become, findCurrentNode, noCurrentNode } from './current-node.js'

const node = findCurrentNode()
if (node === process.execPath) await import('../src/main.ts')
else if (node) become(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)])
else {
  process.stderr.write(`${noCurrentNode}\n`)
  process.exit(3)
}
