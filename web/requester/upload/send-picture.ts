import { ApiError } from '@whisker/api/client.ts'
import { maxNameCharacters, nameOfPath } from '@whisker/api/file-names.ts'
import { headBytes, judgeFile, takenNames } from '@whisker/api/formats.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { service } from '../../service/client.ts'
import { explain, isPassing, sentence } from '../../service/problem.ts'
import type { Outcome, Source } from './queue.ts'

const takesText = `Whisker takes ${takenNames}.`

/** A slow line may take minutes for 20 MB; after that the file is tried again. */
const timeoutMs = 5 * 60_000

/**
 * Looks at the beginning of a file, stores the picture and makes one task of it. The task's `external_id` is the picture's own hash: whatever happens in
 * between, and however often the folder is dropped, each picture is asked about once.
 */
export async function sendPicture(projectId: number, fieldName: string, source: Source): Promise<Outcome> {
  try {
    const file = await source.open()
    const judged = judgeFile(source.path, new Uint8Array(await file.slice(0, headBytes).arrayBuffer()))
    if (judged.kind === 'passed_over') return { state: 'refused', reason: `This is no picture. ${takesText}` }
    if (judged.kind === 'left_out') return { state: 'refused', reason: judged.detail }
    const { name, isShortened } = nameOfPath(source.path || 'picture')
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
        // The CLI gives the same: whichever sent a picture first, the other finds it there.
        external_id: `sha256:${asset.sha256}`,
        name,
      },
    })
    const closed = closedSentence(task)
    if (closed) return { state: 'refused', reason: closed }
    const told = asset.warnings.map(({ detail }) => detail)
    if (isShortened) told.push(`Of its path the last ${maxNameCharacters} characters are kept as the name.`)
    return { state: task.deduplicated ? 'duplicate' : 'sent', ...(told.length > 0 && { remark: told.join(' ') }) }
  } catch (error) {
    const { title, detail, fields } = explain(error)
    if (isPassing(error))
      return { state: 'passing', reason: title || detail, waitS: error instanceof ApiError ? error.retryAfterS : null }
    if (error instanceof ApiError) return { state: 'refused', reason: fields[0] ? sentence(fields[0].detail) : detail }
    // The browser could not read the file: moved or deleted since, or a folder in disguise.
    return { state: 'refused', reason: `The browser could not read this file. ${detail}` }
  }
}

/** It has a task already, and nobody is asked about that one. */
function closedSentence({ status, unreadable_reason }: Task): string | null {
  if (status === 'cancelled') return 'Its task was cancelled. Find it under Tasks and open it again.'
  if (status === 'unreadable') return `Its task is unreadable: ${unreadable_reason ?? 'the picture cannot be decoded.'}`
  return null
}
