import { openAsBlob } from 'node:fs'
import type { Asset, AssetReceipt } from '@whisker/api/assets.ts'
import type { Client } from '@whisker/api/client.ts'
import type { ImportedTask } from '@whisker/api/imports/imported.ts'
import { type Counts, faultOfRow, tellFault } from './counts.ts'
import type { Found } from './find-pictures.ts'
import { type Made, sendLines } from './send-lines.ts'
import { type Target, taskLine } from './task-line.ts'

// As many as a page of the dashboard sends at a time.
const parallel = 4

/** Sends rows, a few at a time. What the service refuses is told by row; what stops all of them is thrown. */
export async function sendRows(
  client: Client,
  target: Target,
  rows: readonly Found[],
  as: 'gold' | 'nothing',
): Promise<Counts> {
  const counts: Counts = { sent: 0, there: 0, known: 0, unfit: 0, failed: 0 }
  const pictured = rows.filter(({ paths }) => paths.size > 0)
  await inLanes(pictured, async (row) => {
    try {
      await sendRow(client, target, row, as, counts)
    } catch (error) {
      const fault = faultOfRow(error)
      if (fault === null) throw error
      counts.failed++
      tellFault(row.task, fault)
    }
  })
  const others = rows.flatMap(({ task, paths }) => (paths.size > 0 ? [] : [task]))
  const made = await sendLines(client, target, others, counts)
  if (as !== 'gold' || !made.some(({ task }) => task.answer)) return counts
  // Somebody may have said better since.
  const there = await goldTasks(client, target.projectId)
  const missing = made.filter(({ task, id }) => task.answer && !there.has(id))
  await inLanes(missing, (one) => markKnown(client, one, counts))
  return counts
}

async function inLanes<T>(things: readonly T[], work: (one: T) => Promise<void>): Promise<void> {
  let next = 0
  const lane = async () => {
    while (next < things.length) await work(things[next++] as T)
  }
  await Promise.all(Array.from({ length: parallel }, lane))
}

async function sendRow(
  client: Client,
  { projectId, inputs }: Target,
  { task, paths }: Found,
  as: string,
  counts: Counts,
) {
  const isKnown = as === 'gold' && task.answer !== null
  const item: Record<string, string> = {}
  const assets: AssetReceipt[] = []
  for (const [name, value] of Object.entries(task.item)) {
    const field = inputs.get(name)
    const path = paths.get(name)
    if (field === undefined) continue
    if (path !== undefined) {
      const headers = { 'content-type': 'application/octet-stream' }
      assets.push(await client.createAsset({ headers, body: await openAsBlob(path) }))
    }
    item[field] = path === undefined ? value : assets.at(-1)!.value
  }
  const turned = isKnown ? assets.find((asset) => !isOfSize(asset, task)) : undefined
  if (turned) {
    counts.failed++
    const said = `${task.size!.width} x ${task.size!.height}`
    tellFault(
      task,
      `The file counts in a picture of ${said}, and this one is ${turned.width} x ${turned.height} when it stands upright, so its labels are somewhere else. It was not sent.`,
    )
    return
  }
  const [picture] = Object.keys(item).length === 1 ? assets : []
  const made = await client.createTask({ body: { project_id: projectId, ...taskLine(task, item, picture?.sha256) } })
  if (made.deduplicated) counts.there++
  else counts.sent++
  // Somebody may have said better since.
  if (isKnown && !made.gold) await markKnown(client, { task, id: made.id }, counts)
}

function isOfSize(asset: Asset, { size }: ImportedTask): boolean {
  return !size || (asset.width === size.width && asset.height === size.height)
}

async function markKnown(client: Client, { task, id }: Made, counts: Counts): Promise<void> {
  try {
    await client.markGold({ params: { task_id: id }, body: { answer: [task.answer!] } })
    counts.known++
  } catch (error) {
    const fault = faultOfRow(error)
    if (fault === null) throw error
    counts.unfit++
    tellFault(task, `It was sent, and its label is none of this form: ${fault}`)
  }
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
