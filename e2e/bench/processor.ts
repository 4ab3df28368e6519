import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** In ms. */
export type Processor = { service: number; database: number }

/** A tick of /proc is 10 ms on every Linux. */
const tickMs = 10

type Process = { pid: number; parent: number; own: number; ended: number }

/**
 * What the service (with its threads and its child that draws pictures) and its PostgreSQL (with whoever vacuums) have cost the
 * processor since they began; of this run's processes only. Null where there is no /proc.
 */
export function readProcessor(servicePid: number, dataDir: string): Processor | null {
  if (process.platform !== 'linux') return null
  const all = readProcesses()
  const postmaster = postmasterOf(dataDir)
  const service = treeOf(all, servicePid, ({ pid }) => pid !== postmaster)
  return { service: costOf(service), database: costOf(treeOf(all, postmaster, () => true)) }
}

/** Of processes with all that they have started, in ms. */
export function readProcessorOf(pids: number[]): number | null {
  if (process.platform !== 'linux') return null
  const all = readProcesses()
  return pids.reduce((sum, pid) => sum + costOf(treeOf(all, pid, () => true)), 0)
}

export function postmasterOf(dataDir: string): number {
  return Number(readFileSync(join(dataDir, 'postgres/cluster/postmaster.pid'), 'utf8').split('\n')[0])
}

/** What these processes and all below them have cost the processor since they began, in ms. */
export function processorOf(roots: number[]): number {
  const all = readProcesses()
  return costOf([...new Set(roots.flatMap((root) => treeOf(all, root, () => true)))])
}

function costOf(processes: Process[]): number {
  // Of children that have ended, their parent knows.
  return processes.reduce((sum, { own, ended }) => sum + own + ended, 0) * tickMs
}

function treeOf(all: Process[], root: number, isOfIt: (one: Process) => boolean): Process[] {
  const found = all.filter(({ pid }) => pid === root)
  for (const { pid } of found) found.push(...all.filter((one) => one.parent === pid && isOfIt(one)))
  return found
}

function readProcesses(): Process[] {
  return readdirSync('/proc').flatMap((pid) => (/^\d+$/.test(pid) ? readProcess(Number(pid)) : []))
}

function readProcess(pid: number): Process[] {
  try {
    // What stands behind the name, which may have blanks and brackets: state, parent, ..., times as the 12th to 15th.
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
      .replace(/^.*\) /s, '')
      .split(' ')
      .map(Number)
    const [user, system, endedUser, endedSystem] = fields.slice(11, 15) as [number, number, number, number]
    return [{ pid, parent: fields[1] as number, own: user + system, ended: endedUser + endedSystem }]
  } catch {
    // It has just ended.
    return []
  }
}
