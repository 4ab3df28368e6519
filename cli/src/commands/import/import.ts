import { basename, resolve } from 'node:path'
import type { Project } from '@whisker/api/project-settings.ts'
import { type ConnectionFlags, withConnection } from '../../connection.ts'
import { exitCodes, usageFailure } from '../../failure.ts'
import { print, tell } from '../../terminal.ts'
import { tellFault } from './counts.ts'
import { findPictures } from './find-pictures.ts'
import { fitToProject } from './fit.ts'
import type { LabelUse } from './label-use.ts'
import { preview } from './preview.ts'
import { readSource } from './read-source.ts'
import { sendRows } from './send-rows.ts'
import { draftOf, projectOf } from './target.ts'

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
  if (project_id === undefined) {
    if (flags.column.size > 0) throw usageFailure('--column is about the fields of a project: name it with --project.')
    return importInto(null, file, flags)
  }
  const project = await withConnection(flags, ({ client }) => client.readProject({ params: { project_id } }))
  return importInto(project, file, flags)
}

async function importInto(there: Project | null, file: string, flags: ImportFlags): Promise<number> {
  const form = there && { inputs: there.input_spec, outputs: there.output_spec, columns: flags.column }
  const { read, hash, pictures } = await readSource(file, form)
  if (flags.pictures !== undefined && pictures === file)
    throw usageFailure('--pictures goes with a file. Of a data set name the folder that holds pictures and labels.')
  const found = await findPictures(read, {
    folder: flags.pictures ?? pictures,
    isNamed: flags.pictures !== undefined,
  })
  for (const { task, fault } of found) if (fault !== null) tellFault(task, fault)
  for (const note of read.notes) tell(`${note}\n`)
  const source = { name: basename(resolve(file)), hash, title: flags.title }
  const labels = { as: flags.as, source: flags.source ?? read.title }
  const draft = there ? null : draftOf(read, source, flags.as)
  const good = found.filter(({ fault }) => fault === null)
  const exitCode = good.length < found.length ? exitCodes.someFailed : exitCodes.ok
  if (flags.dryRun) {
    if (there) fitToProject(read, there, flags.as)
    print(preview(read, good, labels))
    return exitCode
  }
  if (good.length === 0) throw usageFailure('No row of the file can be taken, so nothing was sent.')
  return withConnection(flags, async ({ client }) => {
    const project = there ?? (await projectOf(client, draft!, source))
    const target = { projectId: project.id, inputs: fitToProject(read, project, flags.as) }
    const counts = await sendRows(client, target, good, labels)
    print(
      `${counts.sent} sent to project ${project.id}, ${counts.there} there already, ${counts.used} ${labels.as === 'gold' || labels.as === 'nothing' ? 'known answers' : `answers of "${labels.source}"`},${counts.unfit > 0 ? ` ${counts.unfit} labels refused,` : ''} ${counts.failed + found.length - good.length} not taken.\n`,
    )
    return counts.failed + counts.unfit > 0 ? exitCodes.someFailed : exitCode
  })
}
