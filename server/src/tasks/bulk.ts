import { fieldProblems } from '@whisker/api/field-problems.ts'
import { BulkLine, type BulkReceipt } from '@whisker/api/intake.ts'
import { keepPictures } from '../assets/intake.ts'
import { isContention, isDiskFull, isUnavailable } from '../database/connect.ts'
import type { KeyScope } from '../http/callers.ts'
import { parseJson } from '../http/json.ts'
import { breath } from '../jobs/breath.ts'
import { ApiProblem, databaseFull, invalid } from '../problem.ts'
import { collect } from './collect.ts'
import { twinWarning } from './content-identity.ts'
import type { WithTasks } from './has.ts'
import { type InsertedTask, insertTasks } from './insert.ts'
import type { IntakeProject } from './intake-project.ts'
import { knownBeforeItems, knownOfNew } from './known-of-new.ts'
import { type LongLines, type NdjsonLine, readLines } from './ndjson.ts'
import { type ReadItems, readItems, unknownPicture } from './read-items.ts'
import { contentHash, type PreparedTask } from './write-drafts.ts'
import { writeInOrder } from './write-in-order.ts'

/** One transaction a batch. 1,000 lines are there within 50 ms, where the network is no obstacle. */
const fast = { lines: 1000, underWay: 3 }
/** While people answer: each of their statements finds a processor and a disk that are not all the import's. */
const considerate = { lines: 250, underWay: 1 }
const batchMs = 100
const linesThatChangeTheTables = 2000
const batchBytes = 2_000_000

type GoodLine = { line: number; task: PreparedTask; warnings: Warnings; again: Again }
type Again = (ReadItems & { ok: true })['again']
type Line = { line: number; receipt: BulkReceipt } | GoodLine
type Warnings = (BulkReceipt & { status: 'created' })['warnings']

/**
 * Makes tasks from a stream of lines and yields the receipts, in order, as the batches commit: what has a receipt is
 * stored. Three batches are written at a time while the next is read and its pictures stored; memory is bounded by the four, whatever
 * the length of the stream. Of equal lines the first makes the task: a batch that shares one with those under way waits for them.
 *
 * When the database or the storage fails, the lines of that batch get an error each ("send them again") and the rest
 * of the stream is still read: the sender learns what became of every line.
 */
export async function* createTasksInBulk(
  server: WithTasks,
  caller: KeyScope,
  project: IntakeProject,
  body: AsyncIterable<Buffer>,
  enter: LongLines['enter'],
): AsyncGenerator<BulkReceipt[]> {
  const { workspaceId } = caller
  const long = { fromBytes: batchBytes, maxBytes: server.config.maxBodyBytes, enter }
  let count = 0
  let last = 0
  let cut: ApiProblem | null = null
  const lines = untilCut(readLines(body, long), (problem) => (cut = problem))
  const batches = readBatches(server, caller, project, lines)
  const write = async (batch: Line[]) => ({ batch, receipts: await writeBatch(server, workspaceId, project, batch) })
  const options = { write, keysOf, maxUnderWay: () => paceOf(server).underWay }
  for await (const { batch, receipts } of writeInOrder(batches, options)) {
    count += batch.length
    last = batch.at(-1)?.line ?? last
    yield receipts
  }
  // What came of a stream that was cut has its receipts; the next line says where it ended, and why.
  if (cut) yield [failed(last + 1, null, cut)]
  if (count >= linesThatChangeTheTables) await refreshStatistics(server, count)
}

const paceOf = ({ answerPace }: WithTasks) => (answerPace.isBusy() ? considerate : fast)

/** What two lines have in common that are one task, or would be. */
function keysOf(batch: Line[]): Set<string> {
  const tasks = batch.flatMap((line) => ('task' in line ? [line.task] : []))
  return new Set(tasks.flatMap(({ hash, external_id }) => [`${hash}`, ...(external_id ? [`id ${external_id}`] : [])]))
}

/** Lines up to where the sender became too slow. */
async function* untilCut(
  lines: AsyncIterable<NdjsonLine>,
  tell: (problem: ApiProblem) => void,
): AsyncGenerator<NdjsonLine> {
  try {
    yield* lines
  } catch (error) {
    if (!(error instanceof ApiProblem)) throw error
    tell(error)
  }
}

/**
 * The planner's picture of the tables is from before the import: plans made on nearly empty tables would go on until
 * PostgreSQL looks by itself. About 0.3 s of its time, whatever the size (it samples), so only when the tables have grown by half.
 */
async function refreshStatistics(server: WithTasks, lines: number): Promise<void> {
  try {
    const [known] = await server.patient<{ tasks: number }[]>`
      select reltuples::float8 as tasks from pg_class where oid = 'tasks'::regclass`
    if (lines < (known?.tasks ?? 0) / 2) return
    for (const table of ['tasks', 'items', 'task_words', 'task_assets', 'assets', 'events'])
      await server.patient.unsafe(`analyze ${table}`)
  } catch (error) {
    server.log.debug({ err: error }, 'analyze')
  }
}

/** Lines that are good for one transaction, checked, with their pictures stored. */
async function* readBatches(
  server: WithTasks,
  caller: KeyScope,
  project: IntakeProject,
  lines: AsyncIterable<NdjsonLine>,
): AsyncGenerator<Line[]> {
  const drop = (line: NdjsonLine) => {
    if (line.ok) line.done()
  }
  const bytesOf = (line: NdjsonLine) => (line.ok ? line.bytes.length : 0)
  const bounds = { max: () => paceOf(server).lines, maxBytes: batchBytes, maxMs: batchMs, bytesOf, drop }
  for await (const batch of collect(lines, bounds)) {
    const read = inParallel(batch, 8, (line) => readLine(server, caller, project, line))
    yield await read.finally(() => {
      for (const line of batch) drop(line)
    })
  }
}

async function writeBatch(
  server: WithTasks,
  workspaceId: number,
  project: IntakeProject,
  lines: Line[],
): Promise<BulkReceipt[]> {
  const tasks = lines.flatMap((line) => ('task' in line ? [line.task] : []))
  let outcomes: InsertedTask[] | ApiProblem = []
  try {
    const taken = lines.flatMap((line) => ('task' in line ? line.again : []))
    if (tasks.length > 0)
      outcomes = await keepPictures(server, workspaceId, taken, () => insertInTurn(server, workspaceId, project, tasks))
  } catch (error) {
    const isFull = isDiskFull(error)
    if (isFull) server.databaseRoom.noteFull()
    const isStorage = error instanceof ApiProblem && error.status === 503
    if (!isFull && !isStorage && !isUnavailable(error) && !isContention(error)) throw error
    if (isFull) outcomes = databaseFull()
    else if (isStorage) outcomes = error
    else
      outcomes = new ApiProblem(
        'unavailable',
        'The database could not be reached. The line may or may not have been stored: send it again with the same external_id.',
      )
  }
  let next = 0
  return lines.map((line) => {
    if ('receipt' in line) return line.receipt
    if (outcomes instanceof ApiProblem) return failed(line.line, line.task.external_id ?? null, outcomes)
    return receiptFor(line, outcomes[next++] as InsertedTask)
  })
}

/** Two senders of the same external_ids in different orders wait for each other; who is told to give way tries again. */
async function insertInTurn(
  server: WithTasks,
  workspaceId: number,
  project: IntakeProject,
  tasks: PreparedTask[],
): Promise<InsertedTask[]> {
  for (let tries = 0; ; tries++) {
    try {
      return await insertTasks(server.sql, workspaceId, project, tasks)
    } catch (error) {
      if (tries === 4 || !isContention(error)) throw error
    }
  }
}

function receiptFor({ line, task, warnings }: GoodLine, outcome: InsertedTask): BulkReceipt {
  const external_id = task.external_id ?? null
  if (outcome.state === 'unknown_asset') {
    const fault = unknownPicture(outcome.sha256)
    return failed(line, external_id, new ApiProblem('invalid', fault.detail, { errors: [fault] }))
  }
  if (outcome.state === 'conflict') {
    const detail = `The external_id "${external_id}" belongs to the task ${outcome.id}, which has other content.`
    return failed(line, external_id, new ApiProblem('duplicate_external_id', detail))
  }
  const told = outcome.state === 'created' ? [...warnings, ...twinWarning(outcome.twin)] : warnings
  const task_status =
    outcome.state === 'duplicate' ? outcome.status : task.gold ? ('completed' as const) : ('open' as const)
  return { line, status: outcome.state, task_id: outcome.id, task_status, external_id, warnings: told }
}

async function readLine(server: WithTasks, caller: KeyScope, project: IntakeProject, line: NdjsonLine): Promise<Line> {
  const refuse = (problem: ApiProblem, externalId: string | null = null): Line => ({
    line: line.number,
    receipt: failed(line.number, externalId, problem),
  })
  if (!line.ok) return refuse(line.problem)
  let value: unknown
  try {
    value = parseJson(line.bytes, 'line')
  } catch (error) {
    if (error instanceof ApiProblem) return refuse(error)
    throw error
  }
  const parsed = BulkLine.safeParse(value)
  if (!parsed.success) {
    const errors = fieldProblems(parsed.error)
    return refuse(new ApiProblem('invalid', `${errors[0]?.pointer}: ${errors[0]?.detail}`, { errors }))
  }
  const { task_spec, gold, ...external } = parsed.data
  const early = gold && knownBeforeItems(project.output_spec, task_spec.length, gold)
  if (early && !early.ok) return refuse(invalid(early.errors), external.external_id)
  try {
    const where = { server, caller, strictTypes: project.strict_types }
    const read = await readItems(where, project.input_spec, task_spec)
    if (!read.ok) return refuse(new ApiProblem(read.code, read.detail, { errors: read.errors }), external.external_id)
    const known = gold && (await knownOfNew(server.sql, caller.workspaceId, project, read, gold))
    if (known && !known.ok) return refuse(invalid(known.errors), external.external_id)
    const task = { ...read, ...external, gold: known?.answer }
    return {
      line: line.number,
      task: { ...task, hash: contentHash(task) },
      warnings: read.warnings,
      again: read.again,
    }
  } catch (error) {
    if (error instanceof ApiProblem) return refuse(error, external.external_id)
    throw error
  }
}

function failed(line: number, externalId: string | null, problem: ApiProblem): BulkReceipt {
  return {
    line,
    status: 'error',
    code: problem.code,
    detail: problem.message,
    external_id: externalId,
    errors: problem.errors ?? [],
  }
}

/**
 * Maps in order with at most `width` at work: pictures of one batch are written side by side. Texts wait for nothing: a thousand of them
 * kept everybody else waiting for 40 to 90 ms (p99, busy machine).
 */
async function inParallel<T, R>(values: T[], width: number, work: (value: T) => Promise<R>): Promise<R[]> {
  const results: R[] = new Array(values.length)
  let next = 0
  const breathe = breath()
  const lane = async () => {
    for (let index = next++; index < values.length; index = next++) {
      results[index] = await work(values[index] as T)
      await breathe()
    }
  }
  await Promise.all(Array.from({ length: Math.min(width, values.length) }, lane))
  return results
}
