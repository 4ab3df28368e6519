import { EarlierAnswer, type EarlierAnswerReceipt } from '@whisker/api/answer-imports.ts'
import { fieldProblems } from '@whisker/api/field-problems.ts'
import { workerPseudonym } from '../../accounts/secrets.ts'
import type { Server } from '../../context.ts'
import { isContention, isUnavailable } from '../../database/connect.ts'
import { parseJson } from '../../http/json.ts'
import { ApiProblem, invalid } from '../../problem.ts'
import { collect } from '../../tasks/collect.ts'
import { type LongLines, type NdjsonLine, readLines } from '../../tasks/ndjson.ts'
import { endHold } from '../end.ts'
import { type Form, findForms } from '../find-form.ts'
import { fitHold } from '../fit-hold.ts'
import type { Hold } from '../hold.ts'
import { receiptOf } from '../receipt.ts'
import { submitAnswer } from '../submit.ts'
import { findTasks, type NamedTask } from './find-tasks.ts'
import { holdTasks } from './hold-tasks.ts'
import { isSaid } from './is-said.ts'

// One statement gives as many tasks; each answer is counted for itself, joined with those beside it.
const batch = { lines: 200, ms: 100, bytes: 2_000_000, atOnce: 32 }

/** `forReview`: a reviewer shall look at each task that an answer fills. */
export type Source = { workspaceId: number; projectId: number; workerId: string; forReview: boolean }

type Line = { line: number; said: EarlierAnswer }
type Read = Line | EarlierAnswerReceipt

/**
 * Counts earlier answers from a stream of lines, and yields the receipts batch by batch, in order: what has one is stored. An answer goes
 * the way of every other: the source is given the task, and submits it. So exactly N holds, and the last answer finishes its task. What
 * breaks off in between leaves a hold, which ends by itself or is taken up when the stream is sent again.
 */
export async function* importEarlierAnswers(
  server: Server,
  source: Source,
  body: AsyncIterable<Buffer>,
  enter: LongLines['enter'],
): AsyncGenerator<EarlierAnswerReceipt[]> {
  const long = { fromBytes: batch.bytes, maxBytes: server.config.maxBodyBytes, enter }
  const drop = (line: NdjsonLine) => {
    if (line.ok) line.done()
  }
  const bytesOf = (line: NdjsonLine) => (line.ok ? line.bytes.length : 0)
  const bounds = { max: () => batch.lines, maxBytes: batch.bytes, maxMs: batch.ms, bytesOf, drop }
  for await (const lines of collect(readLines(body, long), bounds)) {
    const read = lines.map(readLine)
    for (const line of lines) drop(line)
    yield await countLines(server, source, read)
  }
}

function readLine(line: NdjsonLine): Read {
  if (!line.ok) return refusal(line.number, line.problem)
  try {
    const parsed = EarlierAnswer.safeParse(parseJson(line.bytes, 'line'))
    return parsed.success
      ? { line: line.number, said: parsed.data }
      : refusal(line.number, invalid(fieldProblems(parsed.error)))
  } catch (error) {
    if (error instanceof ApiProblem) return refusal(line.number, error)
    throw error
  }
}

async function countLines(server: Server, source: Source, read: Read[]): Promise<EarlierAnswerReceipt[]> {
  const receipts = new Map<number, EarlierAnswerReceipt>()
  const lines: Line[] = []
  for (const one of read) {
    if ('said' in one) lines.push(one)
    else receipts.set(one.line, one)
  }
  // The second of two lines about one task finds the answer of the first.
  const taskOf = await findTasks(
    server.sql,
    source,
    lines.map(({ said }) => said),
  )
  const turns = inTurns(lines, (line) => taskOf(line.said)?.id)
  for (const [n, turn] of turns.entries()) {
    const find =
      n === 0
        ? taskOf
        : await findTasks(
            server.sql,
            source,
            turn.map(({ said }) => said),
          )
    for (const receipt of await countTurn(server, source, turn, find)) receipts.set(receipt.line, receipt)
  }
  return read.map(({ line }) => receipts.get(line) as EarlierAnswerReceipt)
}

/** Lines of one task go one after the other. */
function inTurns(lines: Line[], taskOf: (line: Line) => string | undefined): Line[][] {
  const ofTask = Map.groupBy(lines, (line) => taskOf(line) ?? `line ${line.line}`)
  const turns = Math.max(0, ...[...ofTask.values()].map(({ length }) => length))
  return Array.from({ length: turns }, (_, turn) => [...ofTask.values()].flatMap((some) => some[turn] ?? []))
}

async function countTurn(
  server: Server,
  source: Source,
  lines: Line[],
  taskOf: (said: EarlierAnswer) => NamedTask | undefined,
): Promise<EarlierAnswerReceipt[]> {
  const wanted: string[] = []
  for (const { said } of lines) {
    const task = taskOf(said)
    if (task && mayCount(task)) wanted.push(task.id)
  }
  const holds = await holdTasks(server.sql, source, wanted)
  const asked = [...holds.values()]
  const forms = await findForms(server.sql, asked)
  const formOf = new Map(asked.map((hold, n) => [hold, forms[n]]))
  const lane = lines[Symbol.iterator]()
  const receipts: EarlierAnswerReceipt[] = []
  const work = async () => {
    for (const { line, said } of lane) {
      const task = taskOf(said)
      const hold = task && holds.get(task.id)
      try {
        const status = hold
          ? await countOne(server, source, hold, formOf.get(hold) ?? null, said.answer)
          : await statusWithout(server, source, task, said)
        receipts.push({ line, status, task_id: (task as NamedTask).id })
      } catch (error) {
        receipts.push(refusal(line, problemOf(error)))
      }
    }
  }
  await Promise.all(Array.from({ length: batch.atOnce }, work))
  return receipts
}

function mayCount({ status, gold, said }: NamedTask): boolean {
  return status === 'open' && !gold && said === null
}

async function countOne(
  server: Server,
  { workspaceId, forReview }: Source,
  hold: Hold,
  form: Form | null,
  draft: EarlierAnswer['answer'],
): Promise<'counted'> {
  if (!form) throw overtaken()
  const pseudonym = workerPseudonym(server.secret, workspaceId, hold.workerId)
  try {
    const { answer, form: fitted, ...rest } = await fitHold(server.sql, hold, form, draft)
    // How long its worker took is not known here.
    const slow: Form = { ...fitted, too_fast: false, ...(forReview && { for_review: true }) }
    const submitted = await submitAnswer(server, hold, pseudonym, answer, slow, rest)
    if (submitted.state === 'form_changed') throw overtaken()
    receiptOf(submitted)
    return 'counted'
  } catch (error) {
    // Refused: somebody else may have the place at once.
    await endHold(server.sql, { hold, how: 'released' }).catch(() => {})
    throw error
  }
}

/** Why a line has no hold, or that nothing is to be done. */
async function statusWithout(
  { sql }: Server,
  { projectId }: Source,
  task: NamedTask | undefined,
  { answer, task_id, external_id }: EarlierAnswer,
): Promise<'there'> {
  if (!task)
    throw new ApiProblem(
      'not_found',
      `There is no task ${task_id ?? `with the external_id "${external_id}"`} in this project.`,
    )
  if (task.said !== null) {
    if (await isSaid(sql, projectId, task, answer)) return 'there'
    throw new ApiProblem(
      'conflict',
      'This source has said something else about the task before; that stays. Use another source for it.',
    )
  }
  if (task.gold) throw new ApiProblem('conflict', 'The right answer to this task is known already (gold).')
  throw new ApiProblem(
    'conflict',
    'The task wants no more answers. Ask for one more (POST /tasks/{id}/extra-answers), then send the line again.',
  )
}

function overtaken(): ApiProblem {
  return new ApiProblem('conflict', 'The form of the task was changed at this moment. Send the line again.')
}

function problemOf(error: unknown): ApiProblem {
  if (error instanceof ApiProblem) return error
  if (!isUnavailable(error) && !isContention(error)) throw error
  return new ApiProblem(
    'unavailable',
    'The database could not be reached. The answer may or may not have been stored: send the line again.',
  )
}

function refusal(line: number, problem: ApiProblem): EarlierAnswerReceipt {
  return { line, status: 'error', code: problem.code, detail: problem.message, errors: problem.errors ?? [] }
}
