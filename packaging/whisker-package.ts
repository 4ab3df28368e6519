import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { dirname, join, resolve } from 'node:path'

/**
 * `npm run package -- [folder]`: the whole of Whisker as one npm package in a tarball (`dist/` if no folder is named), for
 * `npx ./whisker-0.1.0.tgz serve` on a machine that has nothing but Node.
 *
 * The command line is the package; `@whisker/api`, `@whisker/postgres`, `@whisker/server` and the built web app ride in its
 * `node_modules`, as npm bundles them: their files find each other as they do in a clone. Node strips no types below
 * `node_modules`, so that it is done here, by Node itself: the code is the one that a clone runs, on the same lines. What others
 * wrote is fetched by npm, at the versions that are named here.
 */
const root = resolve(import.meta.dirname, '..')
const bundled = ['api', 'postgres', 'server']
const out = resolve(process.argv[2] ?? join(root, 'dist'))
const staged = join(out, 'whisker')

rmSync(staged, { recursive: true, force: true })
const cli = readJson('cli/package.json')
copyWorkspace('cli', staged)
for (const workspace of bundled) copyWorkspace(workspace, join(staged, 'node_modules/@whisker', workspace))
cpSync(join(root, 'server/migrations'), join(staged, 'node_modules/@whisker/server/migrations'), { recursive: true })
const web = join(staged, 'node_modules/@whisker/web')
cpSync(join(root, 'web/dist'), join(web, 'dist'), { recursive: true })
writeJson(join(web, 'package.json'), { name: '@whisker/web', version: cli.version, license: cli.license })
for (const name of ['README.md', 'LICENSE']) cpSync(join(root, name), join(staged, name))
writeJson(join(staged, 'package.json'), whole())

const npm = { cwd: staged, encoding: 'utf8', shell: process.platform === 'win32' } as const
const tarball = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', out], npm).trim()
rmSync(staged, { recursive: true })
process.stdout.write(`${join(out, tarball)}\n`)

/** Its sources without types, and what lies beside them; neither tests nor what only tests use. */
function copyWorkspace(workspace: string, to: string): void {
  for (const folder of workspace === 'cli' ? ['bin', 'src', 'example'] : ['src']) {
    for (const name of readdirSync(join(root, workspace, folder), { recursive: true, encoding: 'utf8' })) {
      const path = join(root, workspace, folder, name)
      if (/\.(test|fixture)\.ts$|\.d\.ts$|(^|[/\\])testing([/\\]|$)/.test(name)) continue
      const target = join(to, folder, name)
      if (/\.[jt]s$/.test(name)) write(withJs(target), withoutTypes(path))
      else if (/\.\w+$/.test(name)) write(target, readFileSync(path))
    }
  }
  const { name, version, license, type, exports } = readJson(`${workspace}/package.json`)
  const entries = Object.entries((exports ?? {}) as Record<string, string>).map(([key, source]) => [key, withJs(source)])
  writeJson(join(to, 'package.json'), { name, version, license, type, exports: Object.fromEntries(entries) })
}

/** Names of files beside it follow (`./refit-thread.ts`); those of packages do not: `exports` leads from `@whisker/api/tasks.ts` to the file. */
function withoutTypes(path: string): string {
  const text = readFileSync(path, 'utf8')
  return (path.endsWith('.ts') ? stripTypeScriptTypes(text) : text).replace(/(['"`])(\.{1,2}\/[^'"`\n]*\.ts)\1/g, (_, quote, file) =>
    [quote, withJs(file), quote].join(''),
  )
}

/** The package.json of the command line, with the packages that all four ask for. */
function whole(): object {
  const { private: _, dependencies: __, ...rest } = cli
  const asked = ['cli', ...bundled].map((workspace) => readJson(`${workspace}/package.json`))
  const others = asked.flatMap(({ dependencies }) => Object.entries(dependencies).filter(([name]) => !isOwn(name)))
  return {
    ...rest,
    description: readJson('package.json').description,
    dependencies: {
      ...Object.fromEntries(others.sort()),
      ...Object.fromEntries(bundled.concat('web').map((name) => [`@whisker/${name}`, cli.version])),
    },
    bundleDependencies: bundled.concat('web').map((name) => `@whisker/${name}`),
    // The PostgreSQL of each platform, and the Node that Whisker runs on where npm has one.
    optionalDependencies: Object.assign({}, ...asked.map((each) => each.optionalDependencies), readJson('package.json').optionalDependencies),
  }
}

function isOwn(name: string): boolean {
  return name.startsWith('@whisker/')
}

function withJs(path: string): string {
  return path.replace(/\.ts$/, '.js')
}

function readJson(path: string) {
  return JSON.parse(readFileSync(join(root, path), 'utf8'))
}

function writeJson(path: string, content: object): void {
  write(path, `${JSON.stringify(content, null, 2)}\n`)
}

function write(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, content)
}
