import { open } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Client } from '@whisker/api/client.ts'
import { type Imported, ImportFault } from '@whisker/api/imports/imported.ts'
import { maxImportBytes, readImport } from '@whisker/api/imports/readers.ts'
import { ProjectDraft } from '@whisker/api/project-settings.ts'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { exitCodes, usageFailure } from '../../failure.ts'
import { print, tell } from '../../terminal.ts'
import { faults } from '../projects/create.ts'
import { fileFault } from '../upload/file-fault.ts'
import { chooseField } from '../upload/upload.ts'
import { type Found, findPictures } from './find-pictures.ts'
import { sendRows } from './send-rows.ts'

export type ImportFlags = ConnectionFlags & {
  pictures?: string
  project?: number
  title?: string
  as: 'gold' | 'nothing'
  dryRun?: boolean
}

/** Nothing is made before the whole file is read, its pictures are found, and its form is one. @returns the exit code */
export async function importFile(file: string, flags: ImportFlags): Promise<number> {
  const imported = await readFileOf(file)
  const found = await findPictures(imported.tasks, flags.pictures ?? dirname(file))
  for (const { task, fault } of found) if (fault !== null) tell(`Row ${task.row} (${task.picture}): ${fault}\n`)
  for (const note of imported.notes) tell(`${note}\n`)
  const draft = flags.project === undefined ? draftOf(imported, flags.title ?? basename(file)) : null
  const good = found.filter(({ fault }) => fault === null)
  const exitCode = good.length < found.length ? exitCodes.someFailed : exitCodes.ok
  if (flags.dryRun) {
    print(preview(imported, good))
    return exitCode
  }
  if (good.length === 0) throw usageFailure('No row of the file can be taken, so nothing was sent.')
  return withConnection(flags, async ({ client }) => {
    const target = await findTarget(client, flags, draft, imported)
    const counts = await sendRows(client, target, good, flags.as)
    print(
      `${counts.sent} sent to project ${target.projectId}, ${counts.there} there already, ${counts.known} known answers, ${counts.failed + found.length - good.length} not taken.\n`,
    )
    return counts.failed > 0 ? exitCodes.someFailed : exitCode
  })
}

async function readFileOf(file: string) {
  const { handle, size } = await openFile(file)
  try {
    if (size > maxImportBytes)
      throw usageFailure(
        `${file} has ${Math.ceil(size / 1e6)} MB; a file of ${maxImportBytes / 1e6} MB is taken. Split it.`,
      )
    return readImport(await handle.readFile())
  } catch (error) {
    if (error instanceof ImportFault) throw usageFailure(`${file}: ${error.message} Nothing was sent.`)
    throw error
  } finally {
    await handle.close()
  }
}

async function openFile(file: string) {
  try {
    const handle = await open(file)
    const stats = await handle.stat()
    if (stats.isFile()) return { handle, size: stats.size }
    await handle.close()
  } catch (error) {
    throw usageFailure(`${file} ${fileFault(error)}.`)
  }
  throw usageFailure(`${file} is no file. Name the file that the other program wrote.`)
}

function draftOf({ fields }: Imported, title: string) {
  if (fields.length === 0)
    throw usageFailure(
      'The file has no labels that a form could be made of. Make a project, and name it with --project.',
    )
  const checked = ProjectDraft.safeParse({
    title,
    input_spec: [{ name: 'picture', type: 'image' }],
    output_spec: fields,
  })
  if (!checked.success) throw usageFailure(`No form can be made of the file:\n${faults(checked.error)}`)
  return checked.data
}

async function findTarget(
  client: Client,
  { project: project_id, as }: ImportFlags,
  draft: ProjectDraft | null,
  { fields }: Imported,
) {
  if (draft) {
    const made = await client.createProject({ body: draft, idempotencyKey: crypto.randomUUID() })
    tell(`Project ${made.id} was made. To go on after an interruption: --project ${made.id}\n`)
    return { projectId: made.id, input: 'picture' }
  }
  const project = await client.readProject({ params: { project_id: project_id as number } })
  const missing = fields.find(
    ({ type, name }) => !project.output_spec.some((one) => one.name === name && one.type === type),
  )
  if (as === 'gold' && missing)
    throw usageFailure(
      `Project ${project.id} has no field "${missing.name}" of the kind ${missing.type}, so the labels of the file fit nowhere. Nothing was sent. Leave --project out, and a project is made that has it.`,
    )
  return { projectId: project.id, input: chooseField(project, undefined) }
}

function preview({ title, fields, tasks }: Imported & { title: string }, good: Found[]): string {
  const labeled = good.filter(({ task }) => task.answer !== null).length
  const form = fields.map(({ type, name, options = [] }) => {
    const names = options.slice(0, 10).map(({ value }) => value)
    return `  ${name}: ${type}${names.length > 0 ? ` (${names.join(', ')}${options.length > 10 ? ', …' : ''})` : ''}\n`
  })
  const rows = good.slice(0, 5).map(({ task }) => `  ${task.picture} ${JSON.stringify(task.answer).slice(0, 120)}\n`)
  return `${title}: ${tasks.length} rows, ${good.length} can be taken, ${labeled} with an earlier label.\nForm:\n${form.join('')}First rows:\n${rows.join('')}`
}
