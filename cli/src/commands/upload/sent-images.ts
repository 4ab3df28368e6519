import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { z } from 'zod'
import { codeOf } from '../../config-file.ts'
import { usageFailure } from '../../failure.ts'

export const sentImagesName = 'sent_images.json'

const SentImages = z.array(z.string())

/**
 * Reads the history of the article's script: a JSON list of file names. Its tasks have no hash that the service could
 * be asked for, so that its word is taken: a file with such a name counts as sent.
 *
 * @returns the names, without folders; null when there is no such file
 * @throws {Failure} when it is not such a list
 */
export async function readSentImages(path: string): Promise<Set<string> | null> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return null
    throw usageFailure(`${path} cannot be read (${codeOf(error)}).`)
  }
  const parsed = SentImages.safeParse(parseJson(text))
  if (!parsed.success)
    throw usageFailure(
      `${path} is not the history of the article's script: it must be a JSON list of file names, e.g. ["cat.jpg"].`,
    )
  return new Set(parsed.data.map((name) => basename(name)))
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
