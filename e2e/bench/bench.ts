import type { Project } from '@whisker/api/project-settings.ts'
import type { Service } from '../service.ts'
import type { Load, Order } from './lean/orders.ts'
import { startLoad } from './lean/run.ts'
import { readProcessor } from './processor.ts'
import type { Figure } from './report/figure.ts'
import type { Sheet } from './report/sheet.ts'

/** What everything that is measured stands on. */
export type Bench = {
  /** Since it was asked last, in MB. */
  peakMemoryMb: () => number
  service: Service
  dataDir: string /** For whatever is needed on the way. */
  folder: string
  sheet: Sheet
}

export function size(name: string, fallback: number): number {
  return Number(process.env[name] ?? fallback)
}

/** Does it, and tells what it has cost service and database for each unit of work. */
export async function weigh<T>(
  { service, dataDir }: Bench,
  work: () => Promise<T>,
  unitsOf: (done: T) => number,
  clientMsOf: (done: T) => number | null = () => null,
): Promise<{ done: T; processor: NonNullable<Figure['processor']> | null }> {
  const before = readProcessor(service.pid, dataDir)
  const done = await work()
  const after = readProcessor(service.pid, dataDir)
  if (!before || !after) return { done, processor: null }
  const units = unitsOf(done)
  const client = clientMsOf(done)
  const processor = {
    service: (after.service - before.service) / units,
    database: (after.database - before.database) / units,
    client: client === null ? null : client / units,
  }
  return { done, processor }
}

/** The lean client carries out an order. */
export async function underLoad(bench: Bench, order: Order) {
  const { done, processor } = await weigh(
    bench,
    () => startLoad(order).done,
    ({ units }) => units,
    ({ processorMs }) => processorMs,
  )
  return { load: done, processor, perSecond: rateOf(done) }
}

export const rateOf = ({ units, seconds }: Pick<Load, 'units' | 'seconds'>) => units / seconds

export const portOf = ({ service }: Bench) => Number(new URL(service.address).port)

export function textProject({ service }: Bench, title: string): Promise<Project> {
  const fields = {
    input_spec: [{ name: 'sentence', type: 'text' as const }],
    output_spec: [{ type: 'input' as const, name: 'animal' }],
  }
  return service.client.createProject({ body: { title, ...fields } })
}

export function pictureProject({ service }: Bench, title: string): Promise<Project> {
  const fields = {
    input_spec: [{ name: 'image_with_animal', type: 'image' as const }],
    output_spec: [{ type: 'input' as const, name: 'animal' }],
  }
  return service.client.createProject({ body: { title, ...fields } })
}
