import { openAsBlob } from 'node:fs'
import type { Asset, AssetReceipt } from '@whisker/api/assets.ts'
import type { Client } from '@whisker/api/client.ts'
import type { ImportedTask } from '@whisker/api/imports/imported.ts'
import { type Counts, faultOfRow, type Made, tellFault, tellUnfit } from './counts.ts'
import type { Found } from './find-pictures.ts'
import type { LabelUse } from './label-use.ts'
import { sendAnswers } from './send-answers.ts'
import { sendLines } from './send-lines.ts'
import { type Target, taskLine } from './task-line.ts'

// As many as a page of the dashboard sends at a time.
const parallel = 4

/** What is done with labels. `source`: what they are called as answers. */
export type Labels = { as: LabelUse; source: string }

/** Sends rows, a few at a time, then their labels. What the service refuses is told by row; what stops all of them is thrown. */
export async function sendRows(
  client: Client,
  target: Target,
  rows: readonly Found[],
  { as, source }: Labels,
): Promise<Counts> {
  const counts: Counts = { sent: 0, there: 0, used: 0, unfit: 0, failed: 0 }
  const made: Made[] = []
  const pictured = rows.filter(({ paths }) => paths.size > 0)
  await inLanes(pictured, async (row) => {
    try {
      made.push(...(await sendRow(client, target, row, as, counts)))
    } catch (error) {
      const fault = faultOfRow(error)
      if (fault === null) throw error
      counts.failed++
      tellFault(row.task, fault)
    }
  })
  const others = rows.flatMap(({ task, paths }) => (paths.size > 0 ? [] : [task]))
  made.push(...(await sendLines(client, target, others, as, counts)))
  const labeled = made.filter(({ task }) => task.answer)
  if (labeled.length === 0 || as === 'nothing') return counts
  if (as === 'gold') await markKnownAnswers(client, target, labeled, counts)
  else await sendAnswers(client, target, labeled, { source, isForReview: as === 'review' }, counts)
  return counts
}

/** Somebody may have said better since: what is known already stays. */
async function markKnownAnswers(client: Client, { projectId }: Target, made: readonly Made[], counts: Counts) {
  const there = await goldTasks(client, projectId)
  await inLanes(
    made.filter(({ id }) => !there.has(id)),
    (one) => markKnown(client, one, counts),
  )
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
  as: LabelUse,
  counts: Counts,
): Promise<Made[]> {
  const hasLabel = as !== 'nothing' && task.answer !== null
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
  const turned = hasLabel ? assets.find((asset) => !isOfSize(asset, task)) : undefined
  if (turned) {
    counts.failed++
    const said = `${task.size!.width} x ${task.size!.height}`
    tellFault(
      task,
      `The file counts in a picture of ${said}, and this one is ${turned.width} x ${turned.height} when it stands upright, so its labels are somewhere else. It was not sent.`,
    )
    return []
  }
  const [picture] = Object.keys(item).length === 1 ? assets : []
  const made = await client.createTask({ body: { project_id: projectId, ...taskLine(task, item, picture?.sha256) } })
  if (made.deduplicated) counts.there++
  else counts.sent++
  return [{ task, id: made.id }]
}

function isOfSize(asset: Asset, { size }: ImportedTask): boolean {
  return !size || (asset.width === size.width && asset.height === size.height)
}

async function markKnown(client: Client, { task, id }: Made, counts: Counts): Promise<void> {
  try {
    await client.markGold({ params: { task_id: id }, body: { answer: [task.answer!] } })
    counts.used++
  } catch (error) {
    const fault = faultOfRow(error)
    if (fault === null) throw error
    counts.unfit++
    tellUnfit(task, fault)
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
