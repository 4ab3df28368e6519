import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Service } from '../service.ts'
import { percentile, report } from './figures.ts'
import { send } from './work.ts'

const whisker = fileURLToPath(new URL('../../cli/bin/whisker.js', import.meta.url))

function pictureProject(service: Service, title: string): Promise<Project> {
  return service.client.createProject({
    body: {
      title,
      input_spec: [{ name: 'image_with_animal', type: 'image' }],
      output_spec: [{ type: 'input', name: 'animal' }],
    },
  })
}

/** The CLI, as a process of its own, on a fresh project. */
export async function measureUpload(service: Service, folder: string, count: number, limit: number): Promise<number> {
  const project = await pictureProject(service, 'Upload')
  const state = mkdtempSync(join(tmpdir(), 'whisker-bench-cli-'))
  const begun = performance.now()
  const code = await run(process.execPath, [whisker, 'upload', folder, '--project', String(project.id), '--json'], {
    WHISKER_URL: service.url,
    WHISKER_KEY: service.key,
    XDG_STATE_HOME: state,
    XDG_CONFIG_HOME: state,
  })
  const perSecond = count / ((performance.now() - begun) / 1000)
  const { tasks } = await service.client.readProgress({ params: { project_id: project.id } })
  if (code !== 0 || tasks.open !== count)
    throw new Error(`The upload ended with ${code}; ${tasks.open} of ${count} tasks are there.`)
  report(
    'whisker upload, pictures of 60 KB',
    `${Math.round(perSecond)} pictures/s`,
    `1,500/s, or a third of the machine (${Math.round(limit / 3)}/s)`,
  )
  return perSecond
}

/** The article's way of sending: one request a picture, base64 in JSON, one after the other, no connection kept. */
export async function measureArticle(service: Service, files: string[]): Promise<number> {
  const project = await pictureProject(service, 'Article')
  const begun = performance.now()
  for (const file of files) {
    const body = JSON.stringify({
      project_id: project.id,
      task_spec: [{ image_with_animal: `data:image/jpeg;base64,${readFileSync(file).toString('base64')}` }],
    })
    const response = await fetch(`${service.url}/tasks`, {
      method: 'POST',
      headers: { authorization: service.key, 'content-type': 'application/json', connection: 'close' },
      body,
    })
    if (response.status !== 201) throw new Error(await response.text())
    await response.arrayBuffer()
  }
  const perSecond = files.length / ((performance.now() - begun) / 1000)
  report("the article's requests, from Node", `${Math.round(perSecond)} pictures/s`)
  return perSecond
}

/** The article's script itself, where Python has `requests` and the script is given. */
export async function measureScript(service: Service, files: string[], script: string): Promise<number> {
  const project = await pictureProject(service, 'Script')
  const folder = mkdtempSync(join(tmpdir(), 'whisker-bench-script-'))
  const pictures = mkdtempSync(join(tmpdir(), 'whisker-bench-pictures-'))
  for (const file of files) symlinkSync(file, join(pictures, basename(file)))
  const begun = performance.now()
  const code = await run('python3', [script, service.url, String(project.id), pictures, service.key], {}, folder)
  const perSecond = files.length / ((performance.now() - begun) / 1000)
  if (code !== 0) throw new Error('The script failed.')
  report("the article's script (Python)", `${Math.round(perSecond)} pictures/s`)
  return perSecond
}

/** Single `POST /tasks` with a data URI from one client that keeps its connection. */
export async function measureSingle(service: Service, files: string[]): Promise<void> {
  const project = await pictureProject(service, 'Single')
  const bodies = files.map((file) => ({
    project_id: project.id,
    task_spec: [{ image_with_animal: `data:image/jpeg;base64,${readFileSync(file).toString('base64')}` }],
  }))
  const times: number[] = []
  const begun = performance.now()
  for (const body of bodies) {
    const start = performance.now()
    const { status, text } = await send(`${service.url}/tasks`, 'POST', service.key, body)
    if (status !== 201) throw new Error(text)
    times.push(performance.now() - start)
  }
  report(
    'POST /tasks with a 60 KB data URI, one client',
    `${Math.round(files.length / ((performance.now() - begun) / 1000))}/s`,
    '300/s',
  )
  report(
    '  p50 / p99',
    `${percentile(times, 0.5).toFixed(1)} / ${percentile(times, 0.99).toFixed(1)} ms`,
    'p99 < 20 ms',
  )
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
