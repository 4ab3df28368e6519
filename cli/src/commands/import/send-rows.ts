import { openAsBlob } from 'node:fs'
import { ApiError, type Client } from '@whisker/api/client.ts'
import { nameOfPath } from '@whisker/api/file-names.ts'
import { tell } from '../../terminal.ts'
import type { Found } from './find-pictures.ts'

type Target = { projectId: number; input: string }
type Counts = { sent: number; there: number; known: number; failed: number }

// As many as a page of the dashboard sends at a time.
const parallel = 4

/** Sends rows, a few at a time. What the service refuses is told by row; what stops all of them is thrown. */
export async function sendRows(
  client: Client,
  target: Target,
  rows: readonly Found[],
  as: 'gold' | 'nothing',
): Promise<Counts> {
  const counts: Counts = { sent: 0, there: 0, known: 0, failed: 0 }
  let next = 0
  const lane = async () => {
    for (let row = rows[next++]; row; row = rows[next++]) {
      try {
        await sendRow(client, target, row, as, counts)
      } catch (error) {
        if (!(error instanceof ApiError) || !isOfRow(error)) throw error
        counts.failed++
        const [first] = error.problem.errors ?? []
        tell(
          `Row ${row.task.row} (${row.task.picture}): ${first ? `${first.pointer} ${first.detail}` : error.message}\n`,
        )
      }
    }
  }
  await Promise.all(Array.from({ length: parallel }, lane))
  return counts
}

function isOfRow({ problem: { status }, code }: ApiError): boolean {
  return [400, 409, 413, 415, 422].includes(status) && code !== 'project_closed'
}

async function sendRow(client: Client, target: Target, { task, path }: Found, as: string, counts: Counts) {
  const headers = { 'content-type': 'application/octet-stream' }
  const asset = await client.createAsset({ headers, body: await openAsBlob(path) })
  const wasTurned = task.size && (task.size.width !== asset.width || task.size.height !== asset.height)
  if (as === 'gold' && task.answer && wasTurned) {
    counts.failed++
    const said = `${task.size?.width} x ${task.size?.height}`
    tell(
      `Row ${task.row} (${task.picture}): The file counts in a picture of ${said}, and this one is ${asset.width} x ${asset.height} when it stands upright, so its labels are somewhere else. It was not sent.\n`,
    )
    return
  }
  const made = await client.createTask({
    body: {
      project_id: target.projectId,
      task_spec: [{ [target.input]: asset.value }],
      // As `whisker upload` and the dashboard do: whichever sent a picture first, the others find it there.
      external_id: `sha256:${asset.sha256}`,
      name: nameOfPath(task.picture).name,
    },
  })
  if (made.deduplicated) counts.there++
  else counts.sent++
  // Somebody may have said better since.
  if (as !== 'gold' || !task.answer || made.gold) return
  await client.markGold({ params: { task_id: made.id }, body: { answer: [task.answer] } })
  counts.known++
}
