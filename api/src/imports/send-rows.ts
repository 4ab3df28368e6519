import type { Asset, AssetReceipt } from '../assets.ts'
import type { Client } from '../client.ts'
import { faultOfRow, type Made } from './counts.ts'
import type { Found } from './find-pictures.ts'
import { type ImportedTask, ImportFault } from './imported.ts'
import { sendAnswers } from './send-answers.ts'
import { sendLines } from './send-lines.ts'
import type { Sending } from './sending.ts'
import { taskLine } from './task-line.ts'

// As many as a page of the dashboard sends at a time.
const parallel = 4

/** Sends rows, a few at a time, then their labels. What the service refuses is told by row; what stops all of them is thrown. */
export async function sendRows(sending: Sending, rows: readonly Found[]): Promise<void> {
  const { made, settled, labels } = sending
  const left = rows.filter(({ task }) => !made.has(task.row) && !settled.has(task.row))
  await inLanes(
    left.filter(({ files }) => files.size > 0),
    (row) => sendRow(sending, row),
  )
  await sendLines(
    sending,
    left.flatMap(({ task, files }) => (files.size > 0 ? [] : [task])),
  )
  const labeled = [...made.values()].filter(({ task }) => task.answer && !settled.has(task.row))
  if (labeled.length === 0 || labels.as === 'nothing') return
  if (labels.as === 'gold') await markKnownAnswers(sending, labeled)
  else await sendAnswers(sending, labeled)
}

/** Somebody may have said better since: what is known already stays. */
async function markKnownAnswers(sending: Sending, made: readonly Made[]): Promise<void> {
  const there = await goldTasks(sending.client, sending.target.projectId)
  await inLanes(
    made.filter(({ id }) => !there.has(id)),
    (one) => markKnown(sending, one),
  )
}

async function inLanes<T>(things: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0
  let isOver = false
  const lane = async () => {
    try {
      while (next < things.length && !isOver) await work(things[next++] as T)
    } catch (error) {
      isOver = true
      throw error
    }
  }
  await Promise.all(Array.from({ length: parallel }, lane))
}

async function sendRow(sending: Sending, row: Found): Promise<void> {
  try {
    await sendPictured(sending, row)
  } catch (error) {
    const fault = error instanceof ImportFault ? error.message : faultOfRow(error)
    if (fault === null) throw error
    refuse(sending, row.task, fault)
  }
  sending.told.counted?.()
}

function refuse({ counts, settled, told }: Sending, task: ImportedTask, why: string): void {
  counts.failed++
  settled.add(task.row)
  told.fault(task, why)
}

async function sendPictured(sending: Sending, { task, files }: Found): Promise<void> {
  const { client, target, labels, counts } = sending
  const item: Record<string, string> = {}
  const assets: AssetReceipt[] = []
  for (const [name, value] of Object.entries(task.item)) {
    const field = target.inputs.get(name)
    const open = files.get(name)
    if (field === undefined) continue
    if (open) {
      const headers = { 'content-type': 'application/octet-stream' }
      assets.push(await client.createAsset({ headers, body: await open() }))
    }
    item[field] = open ? assets.at(-1)!.value : value
  }
  const hasLabel = labels.as !== 'nothing' && task.answer !== null
  const turned = hasLabel ? assets.find((asset) => !isOfSize(asset, task)) : undefined
  if (turned) {
    const said = `${task.size!.width} x ${task.size!.height}`
    const why = `The file counts in a picture of ${said}, and this one is ${turned.width} x ${turned.height} when it stands upright, so its labels are somewhere else. It was not sent.`
    refuse(sending, task, why)
    return
  }
  const [picture] = Object.keys(item).length === 1 ? assets : []
  const line = taskLine(task, item, picture?.sha256)
  const made = await client.createTask({ body: { project_id: target.projectId, ...line } })
  if (made.deduplicated) counts.there++
  else counts.sent++
  sending.made.set(task.row, { task, id: made.id })
}

function isOfSize(asset: Asset, { size, isSizeStored }: ImportedTask): boolean {
  const is = (width: number, height: number) => asset.width === width && asset.height === height
  return !size || is(size.width, size.height) || (isSizeStored === true && is(size.height, size.width))
}

async function markKnown({ client, counts, settled, told }: Sending, { task, id }: Made): Promise<void> {
  try {
    await client.markGold({ params: { task_id: id }, body: { answer: [task.answer!] } })
    counts.used++
  } catch (error) {
    const fault = faultOfRow(error)
    if (fault === null) throw error
    counts.unfit++
    told.unfit(task, fault)
  }
  settled.add(task.row)
  told.counted?.()
}

async function goldTasks(client: Client, project_id: number): Promise<Set<string>> {
  const ids = new Set<string>()
  let after: string | undefined
  do {
    const query = { limit: 1000, ...(after !== undefined && { after }) }
    const page: Awaited<ReturnType<Client['listGold']>> = await client.listGold({ params: { project_id }, query })
    for (const { task_id } of page.data) ids.add(task_id)
    after = page.next
  } while (after !== undefined)
  return ids
}
