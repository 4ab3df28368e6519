import { readFile, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { ApiError, type Client } from '@whisker/api/client.ts'
import type { Project, ProjectDraft } from '@whisker/api/project-settings.ts'
import { z } from 'zod'
import { codeOf } from '../../config-file.ts'
import { usageFailure } from '../../failure.ts'

/** The project of the article: one picture in, the name of an animal out. */
const draft: ProjectDraft = {
  title: 'What animal is this?',
  description: 'Animals in photos, named by people',
  public_description: `Look at the picture and type which animal you see.

- One or two words are enough: **cat**, **red fox**, **sea turtle**.
- Several animals? Name the one that is largest or in front.
- Not sure of the kind? Write what you are sure of, such as **bird**.
- No animal at all? Write **none**.`,
  language: 'en',
  input_spec: [{ name: 'image_with_animal', type: 'image', required: true }],
  output_spec: [{ name: 'animal', type: 'input', required: true, label: 'Animal' }],
}

/** Kept in the data directory: the project belongs to the data, whatever folder or address it is started with. */
const State = z.object({ v: z.literal(1), workspace_id: z.int(), project_id: z.int().nullable(), request: z.string() })

/**
 * The one project of `whisker label` in a data directory: the same on every start.
 *
 * The key of the request is saved before the project is made: a crash in between and the next start gets the first
 * one's project, not a second one.
 *
 * @param tell says that a new one had to be made, and why
 */
export async function findLabelProject(
  client: Client,
  dataDir: string,
  workspaceId: number,
  tell: (text: string) => void,
): Promise<Project> {
  const path = join(dataDir, 'label.json')
  const saved = await readState(path)
  const state = saved?.workspace_id === workspaceId ? saved : null
  if (state?.project_id) {
    const project = await readProject(client, state.project_id)
    if (project && project.status !== 'archived') return project
    tell(
      `Project ${state.project_id} has been ${project ? 'archived' : 'deleted'}; a new one is made. What was sent to it stays there.`,
    )
  }
  const request = state?.project_id === null ? state.request : `whisker-label-${crypto.randomUUID()}`
  await saveState(path, { v: 1, workspace_id: workspaceId, project_id: null, request })
  const project = await client.createProject({ body: draft, idempotencyKey: request })
  await saveState(path, { v: 1, workspace_id: workspaceId, project_id: project.id, request })
  return project
}

async function readProject(client: Client, project_id: number): Promise<Project | null> {
  try {
    return await client.readProject({ params: { project_id } })
  } catch (error) {
    if (error instanceof ApiError && error.code === 'not_found') return null
    throw error
  }
}

async function readState(path: string): Promise<z.infer<typeof State> | null> {
  try {
    return State.safeParse(JSON.parse(await readFile(path, 'utf8'))).data ?? null
  } catch {
    // Missing or damaged: the worst that follows is a second project.
    return null
  }
}

async function saveState(path: string, state: z.infer<typeof State>): Promise<void> {
  const unfinished = `${path}.${process.pid}.part`
  try {
    await writeFile(unfinished, `${JSON.stringify(state)}\n`, { mode: 0o600, flush: true })
    await rename(unfinished, path)
  } catch (error) {
    throw usageFailure(`${path} cannot be written (${codeOf(error)}). The data folder must be writable for you.`)
  }
}
