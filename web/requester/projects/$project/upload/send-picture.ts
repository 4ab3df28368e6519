import { ApiError } from '@whisker/api/client.ts'
import { service } from '../../../../service/client.ts'
import { explain, isPassing, sentence } from '../../../../service/problem.ts'
import type { Outcome, Source } from './queue.ts'

/** A slow line may take minutes for 20 MB; after that the file is tried again. */
const timeoutMs = 5 * 60_000

/**
 * Stores one picture and makes one task of it. The task's `external_id` is the picture's own hash: whatever happens in
 * between, and however often the folder is dropped, each picture is asked about once.
 */
export async function sendPicture(projectId: number, fieldName: string, source: Source): Promise<Outcome> {
  try {
    const file = await source.open()
    const asset = await service.createAsset({
      // What a browser believes about a file comes from its name; the server looks into the bytes.
      headers: { 'content-type': 'application/octet-stream' },
      body: file,
      signal: AbortSignal.timeout(timeoutMs),
    })
    const task = await service.createTask({
      body: {
        project_id: projectId,
        task_spec: [{ [fieldName]: asset.value }],
        external_id: `picture:${asset.sha256}`,
        name: source.path.slice(-500) || 'picture',
      },
    })
    return { state: task.deduplicated ? 'duplicate' : 'sent' }
  } catch (error) {
    const { title, detail, fields } = explain(error)
    if (isPassing(error))
      return { state: 'passing', reason: title || detail, waitS: error instanceof ApiError ? error.retryAfterS : null }
    if (error instanceof ApiError) return { state: 'refused', reason: fields[0] ? sentence(fields[0].detail) : detail }
    // The browser could not read the file: moved or deleted since, or a folder in disguise.
    return { state: 'refused', reason: `The browser could not read this file. ${detail}` }
  }
}
