import { openAsBlob } from 'node:fs'
import type { Asset, AssetReceipt } from '@whisker/api/assets.ts'
import { ApiError, type Client } from '@whisker/api/client.ts'
import { nameOfPath } from '@whisker/api/file-names.ts'
import type { ImportedTask } from '@whisker/api/imports/imported.ts'
import type { TaskDraft } from '@whisker/api/intake.ts'
import { tell } from '../../terminal.ts'
import type { Found } from './find-pictures.ts'

/** Where rows go. `inputs`: what the fields of the file are called there. */
export type Target = { projectId: number; inputs: ReadonlyMap<string, string> }
/** `unfit`: labels that are none of the form. */
type Counts = { sent: number; there: number; known: number; unfit: number; failed: number }

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
  let next = 0
  const lane = async () => {
    for (let row = rows[next++]; row; row = rows[next++]) {
      try {
        await sendRow(client, target, row, as, counts)
      } catch (error) {
        if (!(error instanceof ApiError) || !isOfRow(error)) throw error
        counts.failed++
        tellFault(row.task, detailOf(error))
      }
    }
  }
  await Promise.all(Array.from({ length: parallel }, lane))
  return counts
}

/** Says what is wrong with a row, as the person who looks for it would find it. */
export function tellFault({ row, name }: ImportedTask, fault: string): void {
  tell(`Row ${row}${name === null ? '' : ` (${name})`}: ${fault}\n`)
}

function isOfRow({ problem: { status }, code }: ApiError): boolean {
  return [400, 409, 413, 415, 422].includes(status) && code !== 'project_closed'
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
  const turned = isKnown && task.size ? assets.find((asset) => !isOfSize(asset, task.size!)) : undefined
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
  const made = await client.createTask({
    body: {
      project_id: projectId,
      task_spec: [item],
      ...identityOf(task, picture?.sha256),
      ...(task.name !== null && { name: nameOfPath(task.name).name }),
      ...(task.metadata && { metadata: task.metadata }),
    },
  })
  if (made.deduplicated) counts.there++
  else counts.sent++
  // Somebody may have said better since.
  if (!isKnown || made.gold) return
  try {
    await client.markGold({ params: { task_id: made.id }, body: { answer: [task.answer!] } })
    counts.known++
  } catch (error) {
    if (!(error instanceof ApiError) || !isOfRow(error)) throw error
    counts.unfit++
    tellFault(task, `It was sent, and its label is none of this form: ${detailOf(error)}`)
  }
}

function detailOf({ problem, message }: ApiError): string {
  const [first] = problem.errors ?? []
  return first ? `${first.pointer} ${first.detail}` : message
}

/** Sent again, it is the same task. What its sender calls by two ids are two things, whatever is in them. */
function identityOf({ external_id }: ImportedTask, sha256: string | undefined): Partial<TaskDraft> {
  if (external_id !== undefined) return { external_id }
  // As `whisker upload` and the dashboard do: whichever sent a picture first, the others find it there.
  return sha256 === undefined ? { duplicates: 'reuse' } : { external_id: `sha256:${sha256}` }
}

function isOfSize(asset: Asset, { width, height }: { width: number; height: number }): boolean {
  return asset.width === width && asset.height === height
}
