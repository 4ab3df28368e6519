import { basename, resolve } from 'node:path'
import type { Client } from '@whisker/api/client.ts'
import { findPictures } from '@whisker/api/imports/find-pictures.ts'
import { fitToProject } from '@whisker/api/imports/fit.ts'
import { ImportFault } from '@whisker/api/imports/imported.ts'
import type { LabelUse } from '@whisker/api/imports/label-use.ts'
import { sendRows } from '@whisker/api/imports/send-rows.ts'
import { beginSending } from '@whisker/api/imports/sending.ts'
import { draftOf, findProject, makeProject, type Source } from '@whisker/api/imports/target.ts'
import type { Project, ProjectDraft } from '@whisker/api/project-settings.ts'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { exitCodes, usageFailure } from '../../failure.ts'
import { print, tell } from '../../terminal.ts'
import { placeOfFolder } from './place-of-folder.ts'
import { preview } from './preview.ts'
import { readSource } from './read-source.ts'
import { told } from './tell-faults.ts'

export type ImportFlags = ConnectionFlags & {
  pictures?: string
  project?: number
  title?: string
  column: ReadonlyMap<string, string>
  as: LabelUse
  source?: string
  dryRun?: boolean
}

/** Nothing is made before the whole file is read, its pictures are found, and its form is one. @returns the exit code */
export async function importFile(file: string, flags: ImportFlags): Promise<number> {
  const { project: project_id } = flags
  try {
    if (project_id === undefined) {
      if (flags.column.size > 0)
        throw usageFailure('--column is about the fields of a project: name it with --project.')
      return await importInto(null, file, flags)
    }
    const project = await withConnection(flags, ({ client }) => client.readProject({ params: { project_id } }))
    return await importInto(project, file, flags)
  } catch (error) {
    throw error instanceof ImportFault ? usageFailure(error.message) : error
  }
}

async function importInto(there: Project | null, file: string, flags: ImportFlags): Promise<number> {
  const form = there && { inputs: there.input_spec, outputs: there.output_spec, columns: flags.column }
  const { read, hash, place, isSet } = await readSource(file, { form })
  const { pictures } = flags
  if (pictures !== undefined && isSet)
    throw usageFailure('--pictures goes with a file. Of a data set name the folder that holds pictures and labels.')
  const found = await findPictures(read, pictures === undefined ? place : () => placeOfFolder(pictures, true))
  for (const { task, fault } of found) if (fault !== null) told.fault(task, fault)
  for (const note of read.notes) tell(`${note}\n`)
  const source = { name: basename(resolve(file)), hash, title: flags.title }
  const labels = { as: flags.as, source: flags.source ?? read.title }
  const draft = there ? null : draftOf(read, source, flags.as)
  const good = found.filter(({ fault }) => fault === null)
  const exitCode = good.length < found.length ? exitCodes.someFailed : exitCodes.ok
  if (flags.dryRun) {
    if (there) for (const note of fitToProject(read, there, flags.as).notes) tell(`${note}\n`)
    print(preview(read, found, labels))
    return exitCode
  }
  if (good.length === 0) throw usageFailure('No row of the file can be taken, so nothing was sent.')
  return withConnection(flags, async ({ client }) => {
    const project = there ?? (await projectOf(client, draft!, source))
    const { inputs, notes } = fitToProject(read, project, flags.as)
    for (const note of notes) tell(`${note}\n`)
    const sending = beginSending({ client, target: { projectId: project.id, inputs }, labels, told })
    await sendRows(sending, good)
    const { sent, there: known, used, unfit, failed } = sending.counts
    print(
      `${sent} sent to project ${project.id}, ${known} there already, ${used} ${labels.as === 'gold' || labels.as === 'nothing' ? 'known answers' : `answers of "${labels.source}"`},${unfit > 0 ? ` ${unfit} labels refused,` : ''} ${failed + found.length - good.length} not taken.\n`,
    )
    return failed + unfit > 0 ? exitCodes.someFailed : exitCode
  })
}

/** The project of a file: the one that was made of the same file before, else a new one. */
async function projectOf(client: Client, draft: ProjectDraft, source: Source): Promise<Project> {
  const there = await findProject(client, source)
  if (there) {
    tell(
      `Project ${there.id} was made of ${source.name} before, and gets it again. For another one: --title "Another title".\n`,
    )
    return there
  }
  const made = await makeProject(client, draft)
  tell(
    `Project ${made.id} was made. Run the same command again after an interruption: it finds this project by ${source.name}.\n`,
  )
  return made
}
