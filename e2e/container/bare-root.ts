import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { chmodSync, cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { runOf, type Step } from './steps.ts'

const project = fileURLToPath(new URL('../../', import.meta.url))
/** Of the machine, so that packages are found where it finds them. */
const ofMachine = ['/etc/resolv.conf', '/etc/ssl/certs/ca-certificates.crt']
const passedOn = /^(https?_proxy|no_proxy|npm_config_.*|NODE_EXTRA_CA_CERTS|SSL_CERT_FILE)$/i

/** What must be there to follow a container file without an engine; a sentence for each that is not. */
export function missingPrograms(): string[] {
  const missing = ['mmdebstrap', 'unshare', 'setpriv'].filter((name) => spawnSync('which', [name]).status !== 0)
  const said = missing.map((name) => `${name} is not there: apt-get install mmdebstrap util-linux`)
  return process.getuid?.() === 0
    ? said
    : [...said, 'Only root may make the root of another system: sudo npm run container']
}

/** A bare Debian in a folder, in which the steps of a container file are followed. */
export class BareRoot {
  readonly folder: string
  private readonly stages = new Map<string, BareRoot>()

  constructor(release: string) {
    this.folder = mkdtempSync(join(tmpdir(), 'whisker-root-'))
    chmodSync(this.folder, 0o755)
    const made = spawnSync('mmdebstrap', [
      '--quiet',
      '--variant=minbase',
      '--include=ca-certificates',
      release,
      this.folder,
    ])
    if (made.status !== 0) throw new Error(`No Debian "${release}" could be made: ${made.stderr}`)
    for (const path of ofMachine) if (existsSync(path)) cpSync(path, join(this.folder, path), { dereference: true })
  }

  knows(name: string, stage: BareRoot): void {
    this.stages.set(name, stage)
  }

  follow(steps: readonly Step[], print: (line: string) => void): void {
    for (const [n, { word, text }] of steps.entries()) {
      const before = runOf(steps.slice(0, n))
      if (word === 'RUN') {
        print(`RUN ${text}`)
        this.run(before, text)
      } else if (word === 'COPY') this.copy(before.folder, text)
      else if (word === 'WORKDIR') mkdirSync(join(this.folder, text), { recursive: true })
    }
  }

  /** Starts what the stage ends with, as its user, on an address of this machine alone. */
  start(steps: readonly Step[], port: number): ChildProcess {
    const { user, folder, env, command } = runOf(steps)
    const given = { ...env, HOST: '127.0.0.1', PORT: `${port}` }
    return this.spawned(given, folder, ['setpriv', `--reuid=${user}`, `--regid=${user}`, '--clear-groups', ...command])
  }

  /** The exit code of the container's own question. */
  isHealthy(steps: readonly Step[], port: number): Promise<number | null> {
    const { folder, env, isHealthy } = runOf(steps)
    const child = this.spawned({ ...env, PORT: `${port}` }, folder, isHealthy)
    return new Promise((resolve) => child.once('exit', resolve))
  }

  /** Tells it to end, as an engine does, and gives its exit code. What made its namespaces hands on no signal, so it is told itself. */
  async end(service: ChildProcess): Promise<number | null> {
    const ended = new Promise<number | null>((resolve) => service.once('exit', resolve))
    const children = readFileSync(`/proc/${service.pid}/task/${service.pid}/children`, 'utf8')
    process.kill(Number(children.trim().split(' ')[0]), 'SIGTERM')
    return ended
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true })
  }

  private run({ env, folder }: ReturnType<typeof runOf>, text: string): void {
    const machine = Object.fromEntries(Object.entries(process.env).filter(([name]) => passedOn.test(name)))
    const path = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'
    const { status, output } = spawnSync(...this.inside(folder, ['sh', '-c', text]), {
      env: { HOME: '/root', DEBIAN_FRONTEND: 'noninteractive', PATH: path, ...machine, ...env },
      encoding: 'utf8',
    })
    if (status !== 0)
      throw new Error(`This step of the container file failed: ${text}\n${output.join('').slice(-3000)}`)
  }

  private copy(folder: string, text: string): void {
    const [, stage, from, to] = /^(?:--from=(\S+) )?(\S+) (\S+)$/.exec(text) ?? []
    const target = join(this.folder, to!.startsWith('/') ? to! : join(folder, to!))
    if (stage) {
      cpSync(join(this.stages.get(stage)!.folder, from!), target, { recursive: true, verbatimSymlinks: true })
      return
    }
    const ignored = readFileSync(join(project, 'packaging/Containerfile.dockerignore'), 'utf8')
      .split('\n')
      .filter(Boolean)
    const names = new Set(ignored.map((line) => line.replace('**/', '')))
    const isLeftOut = (path: string) =>
      names.has(path.slice(project.length)) || path.split('/').some((part) => part === 'node_modules')
    cpSync(project, target, { recursive: true, verbatimSymlinks: true, filter: (path) => !isLeftOut(path) })
  }

  private spawned(env: Record<string, string>, folder: string, command: string[]): ChildProcess {
    return spawn(...this.inside(folder, command), { env, stdio: ['ignore', 'pipe', 'pipe'] })
  }

  /** With processes and mounts of its own, which end with it. */
  private inside(folder: string, command: string[]): [string, string[]] {
    const own = [
      '--mount',
      '--pid',
      '--fork',
      '--kill-child',
      `--root=${this.folder}`,
      `--wd=${folder}`,
      '--mount-proc',
    ]
    // As an engine gives it to a container; PostgreSQL shares memory there.
    const shared = 'mount -t tmpfs -o mode=1777,size=64m shm /dev/shm && exec "$@"'
    return ['unshare', [...own, 'sh', '-c', shared, 'sh', ...command]]
  }
}
