import { execFileSync } from 'node:child_process'
import { copyFileSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'

/**
 * `npm run build -w postgres -- [folder]`, `npm run build -w api -- [folder]`: the package as it is published, in its `dist` if no folder is
 * named. Compiled, because Node strips no types below `node_modules`; inside of this repository the sources are used as they are.
 */
const own = process.cwd()
const out = resolve(process.argv[2] ?? join(own, 'dist'))
const root = import.meta.dirname

rmSync(out, { recursive: true, force: true })
compile()
copyFileSync(join(own, 'README.md'), join(out, 'README.md'))
copyFileSync(join(root, 'LICENSE'), join(out, 'LICENSE'))
writeFileSync(join(out, 'package.json'), `${JSON.stringify(published(), null, 2)}\n`)

function compile(): void {
  const windows = process.platform === 'win32'
  const tsc = join(root, 'node_modules/.bin', windows ? 'tsc.cmd' : 'tsc')
  execFileSync(tsc, ['-p', join(own, 'tsconfig.build.json'), '--outDir', out], { stdio: 'inherit', shell: windows })
}

/**
 * The package.json of the sources: each entry at what it was compiled to, without what keeps sources from npm, and with the packages that
 * what was compiled asks for.
 */
function published(): object {
  const { private: _, scripts: __, exports, dependencies, ...rest } = readJson(join(own, 'package.json'))
  const entries = Object.entries(exports as Record<string, string>).map(([name, source]) => {
    const compiled = source.replace('./src/', './').replace(/\.ts$/, '')
    return [name.replace(/\.ts$/, ''), { types: `${compiled}.d.ts`, default: `${compiled}.js` }]
  })
  const texts = readdirSync(out, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(js|d\.ts)$/.test(name))
    .map((name) => readFileSync(join(out, name), 'utf8'))
  const used = Object.entries(dependencies as Record<string, string>).filter(([name]) =>
    texts.some((text) => text.includes(`from '${name}'`) || text.includes(`from "${name}"`)),
  )
  return { ...rest, dependencies: Object.fromEntries(used), exports: Object.fromEntries(entries) }
}

function readJson(path: string) {
  return JSON.parse(readFileSync(path, 'utf8'))
}
