import { execFileSync } from 'node:child_process'
import { copyFileSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * `npm run build -w postgres -- [folder]`: the package as it is published, in `dist` if no folder is named. Compiled,
 * because Node strips no types below `node_modules`; inside of this repository the sources are used as they are.
 */
const own = import.meta.dirname
const out = resolve(process.argv[2] ?? join(own, 'dist'))

rmSync(out, { recursive: true, force: true })
compile()
for (const file of ['README.md', '../LICENSE']) copyFileSync(join(own, file), join(out, file.replace('../', '')))
writeFileSync(join(out, 'package.json'), `${JSON.stringify(published(), null, 2)}\n`)

function compile(): void {
  const windows = process.platform === 'win32'
  const tsc = join(own, '../node_modules/.bin', windows ? 'tsc.cmd' : 'tsc')
  execFileSync(tsc, ['-p', join(own, 'tsconfig.build.json'), '--outDir', out], { stdio: 'inherit', shell: windows })
}

/** The package.json of the sources, with each entry at what it was compiled to, and without what keeps sources from npm. */
function published(): object {
  const { private: _, scripts: __, exports, ...rest } = JSON.parse(readFileSync(join(own, 'package.json'), 'utf8'))
  const entries = Object.entries(exports as Record<string, string>).map(([name, source]) => {
    const compiled = source.replace('./src/', './').replace(/\.ts$/, '')
    return [name, { types: `${compiled}.d.ts`, default: `${compiled}.js` }]
  })
  return { ...rest, exports: Object.fromEntries(entries) }
}
