import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Bench, pictureProject, portOf, underLoad, weigh } from './bench.ts'

const whisker = fileURLToPath(new URL('../../cli/bin/whisker.js', import.meta.url))

/** The CLI, as a process of its own, on a fresh project. */
export async function measureUpload(bench: Bench, pictures: string, count: number, limit: number): Promise<number> {
  const { service, sheet } = bench
  const project = await pictureProject(bench, 'Upload')
  const state = mkdtempSync(join(bench.folder, 'cli-'))
  const args = [whisker, 'upload', pictures, '--project', String(project.id), '--json']
  const env = { WHISKER_URL: service.url, WHISKER_KEY: service.key, XDG_STATE_HOME: state, XDG_CONFIG_HOME: state }
  const begun = performance.now()
  const { done, processor } = await weigh(
    bench,
    () => run(process.execPath, args, env),
    () => count,
  )
  const perSecond = count / ((performance.now() - begun) / 1000)
  const { tasks } = await service.client.readProgress({ params: { project_id: project.id } })
  if (done !== 0 || tasks.open !== count)
    throw new Error(`The upload ended with ${done}; ${tasks.open} of ${count} tasks are there.`)
  sheet.add({
    id: 'upload',
    what: '`whisker upload`, pictures of 60 KB',
    ...{ value: perSecond, unit: '/s', processor },
    limit: { what: 'files hashed and written with fsync, 8 at once', value: limit },
  })
  return perSecond
}

/** The article's way of sending: one request a picture, base64 in JSON, one after the other, no connection kept. */
export async function measureArticle(bench: Bench, files: string[]): Promise<number> {
  const { service, sheet } = bench
  const project = await pictureProject(bench, 'Article')
  const begun = performance.now()
  for (const file of files) {
    const picture = `data:image/jpeg;base64,${readFileSync(file).toString('base64')}`
    const response = await fetch(`${service.url}/tasks`, {
      method: 'POST',
      headers: { authorization: service.key, 'content-type': 'application/json', connection: 'close' },
      body: JSON.stringify({ project_id: project.id, task_spec: [{ image_with_animal: picture }] }),
    })
    if (response.status !== 201) throw new Error(await response.text())
    await response.arrayBuffer()
  }
  const perSecond = files.length / ((performance.now() - begun) / 1000)
  sheet.add({ id: 'article', what: "the article's requests, from Node", value: perSecond, unit: '/s' })
  return perSecond
}

/** The article's script itself, where Python has `requests` and the script is given. */
export async function measureScript(bench: Bench, files: string[], script: string): Promise<number> {
  const { service, sheet, folder } = bench
  const project = await pictureProject(bench, 'Script')
  const pictures = mkdtempSync(join(folder, 'script-pictures-'))
  for (const file of files) symlinkSync(file, join(pictures, basename(file)))
  const args = [script, service.url, String(project.id), pictures, service.key]
  const begun = performance.now()
  const code = await run('python3', args, {}, mkdtempSync(join(folder, 'script-')))
  const perSecond = files.length / ((performance.now() - begun) / 1000)
  if (code !== 0) throw new Error('The script failed.')
  sheet.add({ id: 'script', what: "the article's script (Python)", value: perSecond, unit: '/s' })
  return perSecond
}

/** Single `POST /tasks` with a data URI, over kept connections. */
export async function measureSingle(bench: Bench, files: string[], connections: number, limit: number): Promise<void> {
  const { service, sheet } = bench
  const project = await pictureProject(bench, `Single, ${connections}`)
  const order = { projectId: project.id, key: service.key, files, connections, port: portOf(bench) }
  const { load, processor, perSecond } = await underLoad(bench, { kind: 'pictures', ...order })
  sheet.add({
    id: `single-${connections}`,
    what: `POST /tasks with a 60 KB data URI, ${connections} ${connections === 1 ? 'client' : 'clients'}`,
    ...{ value: perSecond, unit: '/s', times: load.times, processor },
    limit: {
      what: connections === 1 ? 'fsynced writes, one by one' : 'files hashed and written, 8 at once',
      value: limit,
    },
  })
}

function run(program: string, args: string[], env: Record<string, string>, cwd?: string): Promise<number | null> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      env: { ...process.env, ...env },
      stdio: ['ignore', 'ignore', 'inherit'],
      ...(cwd && { cwd }),
    })
    child.once('error', reject)
    child.once('exit', resolve)
  })
}
