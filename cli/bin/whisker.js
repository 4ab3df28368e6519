#!/usr/bin/env node
// Plain JavaScript for Node 20: the machine's own Node may be older than the one that Whisker runs on.
import module from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { become, findCurrentNode, modules, noCurrentNode } from './current-node.js'

const node = findCurrentNode()
// Compiled modules are kept beside the installed packages, whoever may write there: a command starts in half the time.
if (node === process.execPath) {
  module.enableCompileCache?.(process.env.NODE_COMPILE_CACHE ?? join(modules, '.cache/whisker'))
  await import('../src/main.ts')
} else if (node) become(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)])
else {
  process.stderr.write(`${noCurrentNode}\n`)
  process.exit(3)
}
