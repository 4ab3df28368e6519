import { type ChildProcess, execFileSync, fork } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { cpus, setPriority, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Client, createClient } from '@whisker/api/client.ts'
import { makePicture, withComment } from '../pictures.ts'
import { startService } from '../service.ts'
import { attacks, type Target } from './attacks.ts'
import { percentile } from './times.ts'

/**
 * `npm run bench:shares`: what another tenant and another worker wait while one caller is at their worst. The service, its
 * database, the attacker and who measures share the machine, each a process of its own. BENCH_ATTACK picks by name.
 */
const aims = { picture: 1000, take: 100 }
const minSeconds = 6
const minTakes = 120
const maxSeconds = 20

const folder = mkdtempSync(join(tmpdir(), 'whisker-bench-'))
const dataDir = join(folder, 'data')
const service = await startService(dataDir, { LOG_LEVEL: 'error' })
try {
  console.log(
    `${cpus().length} x ${cpus()[0]?.model.trim()}, load before ${readFileSync('/proc/loadavg', 'utf8').split(' ')[0]}`,
  )
  const other = await anotherWorkspace()
  const texts = await textProject(other)
  const pictures = await other.createProject({
    body: {
      title: 'Pictures',
      input_spec: [{ name: 'picture', type: 'image' }],
      output_spec: [{ type: 'input', name: 'animal' }],
    },
  })
  await fill(other, texts, 20_000, 'x')
  const worker = await workerOf(other, texts)
  const text = await textProject(service.client)
  await fill(service.client, text, 20_000, 'x')
  const heavy = await textProject(service.client)
  await fill(service.client, heavy, 1000, 'x'.repeat(9000))
  const { token } = await workerOf(service.client, text)
  const target: Target = { url: service.address, key: service.key, text, heavy, token }
  const jpeg = await makePicture()

  await measure('warm-up')
  console.log(
    '| while | picture POST, max ms | take, ms: p50 / p99 / max (of) | health, max ms | just before, nothing else | |',
  )
  console.log('|---|---|---|---|---|---|')
  for (const name of Object.keys(attacks).filter((one) => one.includes(process.env.BENCH_ATTACK ?? ''))) {
    // In turns: what else the machine does changes from minute to minute.
    const quiet = await measure(name)
    const attacker = begin(name)
    // In full swing, and what is to be cut has been cut for the first time.
    await sleep(4000)
    const { picture, take, health, faults } = await measure(name)
    await attacker.end()
    const [p50, p99, max] = [percentile(take, 0.5), percentile(take, 0.99), Math.max(...take)]
    const missed = [Math.max(...picture) > aims.picture && 'picture', p99 > aims.take && 'take'].filter(Boolean)
    const notes = [...missed.map((what) => `**${what}**`), ...[...faults].map(([what, n]) => `${n} × ${what}`)].join(
      ', ',
    )
    const before = [Math.max(...quiet.picture), percentile(quiet.take, 0.5), percentile(quiet.take, 0.99)].map(spoken)
    console.log(
      `| ${name} | ${spoken(Math.max(...picture))} | ${spoken(p50)} / ${spoken(p99)} / ${spoken(max)} (${take.length}) | ${spoken(Math.max(...health))} | ${before.join(' / ')} | ${notes} |`,
    )
    await sleep(2000)
  }

  function begin(name: string) {
    const child: ChildProcess = fork(fileURLToPath(new URL('./attacks.ts', import.meta.url)), { stdio: 'inherit' })
    // In truth another machine: it must not be its own use of this one that others wait for.
    setPriority(child.pid as number, 10)
    child.send({ name, target })
    return {
      end: () =>
        new Promise<void>((resolve) => {
          const timer = setTimeout(() => child.kill('SIGKILL'), 5000)
          child.once('exit', () => {
            clearTimeout(timer)
            resolve()
          })
          if (child.connected) child.send('stop')
        }),
    }
  }

  /** A sender of pictures, a worker who takes and answers, and somebody who asks about health, side by side. */
  async function measure(name: string) {
    const times = { picture: [] as number[], take: [] as number[], health: [] as number[] }
    const faults = new Map<string, number>()
    const begun = performance.now()
    const seconds = () => (performance.now() - begun) / 1000
    const isOver = () => (seconds() > minSeconds && times.take.length >= minTakes) || seconds() > maxSeconds
    const timed = async <T>(kind: keyof typeof times, work: () => Promise<T>): Promise<T | null> => {
      const start = performance.now()
      const value = await work().catch((error: Error & { code?: string }) => {
        const what = `${kind}: ${error.code ?? error.message}`
        faults.set(what, (faults.get(what) ?? 0) + 1)
        return null
      })
      times[kind].push(performance.now() - start)
      return value
    }
    const loop = async (pauseMs: number, round: () => Promise<unknown>) => {
      while (!isOver()) {
        await round()
        await sleep(pauseMs)
      }
    }
    await Promise.all([
      loop(200, () => {
        const image = `data:image/jpeg;base64,${withComment(jpeg, `${name} ${Math.random()}`).toString('base64')}`
        return timed('picture', () =>
          other.createTask({ body: { project_id: pictures.id, task_spec: [{ picture: image }] } }),
        )
      }),
      loop(30, async () => {
        const taken = await timed('take', () =>
          worker.client.takeAssignments({ body: { project_id: texts, count: 1 } }),
        )
        for (const { id, token: hold } of taken?.assignments ?? [])
          await worker.client
            .submitAssignment({ params: { assignment_id: id }, body: { token: hold, answer: [{ animal: 'cat' }] } })
            .catch(() => {})
      }),
      loop(200, () =>
        timed('health', async () => {
          const response = await fetch(`${service.address}/healthz`)
          if (!response.ok) throw new Error(String(response.status))
        }),
      ),
    ])
    return { ...times, faults }
  }
} finally {
  await service.stop()
  rmSync(folder, { recursive: true, force: true })
}

function spoken(ms: number): string {
  return ms < 10 ? ms.toFixed(1) : Math.round(ms).toString()
}

function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms))
}

async function textProject(client: Client): Promise<number> {
  const fields = {
    input_spec: [{ name: 'sentence', type: 'text' as const }],
    output_spec: [{ type: 'input' as const, name: 'animal' }],
  }
  return (await client.createProject({ body: { title: 'Texts', ...fields } })).id
}

async function fill(client: Client, projectId: number, count: number, text: string): Promise<void> {
  const lines = Array.from({ length: count }, (_, n) => `{"task_spec":[{"sentence":"${n} ${text}"}]}\n`).join('')
  const response = await client.createTasks({
    query: { project_id: projectId },
    body: lines,
    headers: { 'content-type': 'application/x-ndjson' },
  } as never)
  await (response as unknown as Response).text()
}

async function workerOf(client: Client, projectId: number): Promise<{ token: string; client: Client }> {
  const { url } = await client.readLabelLink({ params: { project_id: projectId } })
  const token = new URL(url).hash.slice(1)
  const joined = await createClient({ url: service.address }).acceptInvitation({ body: { token, cookie: false } })
  return { token: joined.token as string, client: createClient({ url: service.address, key: joined.token as string }) }
}

/** As the operator makes one. */
async function anotherWorkspace(): Promise<Client> {
  const program = fileURLToPath(new URL('../../server/src/workspaces.ts', import.meta.url))
  const said = execFileSync(process.execPath, [program, 'create', 'Another'], {
    encoding: 'utf8',
    env: { ...process.env, DATA_DIR: dataDir },
  })
  const token = /#(\S+)/.exec(said)?.[1] as string
  const account = { name: 'Bob', email: 'bob@example.org', password: 'three blind mice run' }
  const joined = await createClient({ url: service.address }).acceptInvitation({
    body: { token, cookie: false, ...account },
  })
  const owner = createClient({ url: service.address, key: joined.token as string })
  const { key } = await owner.createApiKey({ body: { name: 'bench' } })
  return createClient({ url: service.address, key })
}
