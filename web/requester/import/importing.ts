import type { Client } from '@whisker/api/client.ts'
import { type Found, findPictures } from '@whisker/api/imports/find-pictures.ts'
import { fitToProject } from '@whisker/api/imports/fit.ts'
import { type GivenFiles, givenFiles, unpacked } from '@whisker/api/imports/given-files.ts'
import { type ImportedTask, ImportFault } from '@whisker/api/imports/imported.ts'
import { type LabelUse, uses } from '@whisker/api/imports/label-use.ts'
import { placeOfFiles } from '@whisker/api/imports/place-of-files.ts'
import type { Reading } from '@whisker/api/imports/readers.ts'
import { sendRows } from '@whisker/api/imports/send-rows.ts'
import { beginSending, type Sending } from '@whisker/api/imports/sending.ts'
import { documentsOf, findAndRead, readSource, type SourceRead } from '@whisker/api/imports/source.ts'
import { tally } from '@whisker/api/imports/tally.ts'
import { draftOf, findProject, makeProject } from '@whisker/api/imports/target.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Correction, FirstRow, Look, Order, RowFault, Told } from './messages.ts'

const maxFaults = 10_000
const maxClasses = 200
const firstRows = 5

/** `projectId`: of the project whose page it is; null: one is made, or found again. */
type Parts = { client: Client; projectId: number | null; tell: (told: Told) => void }

/** One import: its files, what was read of them, how far it has been sent. All that it does is `api`'s, as it is the command line's. */
export class Importing {
  private readonly parts: Parts
  private name = ''
  private source: SourceRead | null = null
  private found: Found[] = []
  private project: Project | null = null
  private there: Project | null = null
  private sending: Sending | null = null
  private faults: RowFault[] = []
  private told = 0

  constructor(parts: Parts) {
    this.parts = parts
  }

  /** Finds out what the files are, and tells what would come in. @throws {ImportFault} */
  async read(files: ReadonlyMap<string, File>, correction: Correction): Promise<void> {
    const { client, projectId } = this.parts
    if (projectId !== null) this.project = await client.readProject({ params: { project_id: projectId } })
    const given = await unpacked(givenFiles(new Map([...files].map(([path, file]) => [path, async () => file]))))
    const how = { reading: this.readingOf(correction), sizeOf }
    const { document } = correction
    this.source = document === undefined ? await findAndRead(given, how) : await readSource(given, document, how)
    const place = placeOfFiles(given, this.source.document ?? '')
    this.found = await findPictures(this.source.read, async () => place)
    this.name = nameOf(files, this.source.document)
    this.there = projectId === null ? await findProject(client, { hash: this.source.hash, title: undefined }) : null
    this.parts.tell({ told: 'look', look: this.look(given) })
  }

  private readingOf({ title, roles, columns }: Correction): Reading {
    const named = title === undefined ? {} : { title }
    if (!this.project) return { roles: roles ?? 'guessed', ...named }
    const { input_spec: inputs, output_spec: outputs } = this.project
    return { form: { inputs, outputs, columns: columns ?? new Map() }, ...named }
  }

  private look(given: GivenFiles): Look {
    const { read, document } = this.source!
    const { fields, ...counts } = tally(read.fields, this.found)
    const faults = this.found.flatMap(({ task, fault }) => (fault === null ? [] : [faultOf(task, fault, false)]))
    return {
      ...{ name: this.name, documents: documentsOf(given.paths), document },
      ...{ title: read.title, titles: read.titles, inputs: read.inputs, notes: read.notes },
      tally: { ...counts, fields: fields.map((field) => ({ ...field, classes: field.classes.slice(0, maxClasses) })) },
      first: this.found
        .filter(({ fault }) => fault === null)
        .slice(0, firstRows)
        .map(({ task }) => firstRow(task)),
      faults: faults.slice(0, maxFaults),
      columns: read.columns ?? null,
      there: this.there && { id: this.there.id, title: this.there.title },
      refusals: { there: this.refusals('there'), new: this.refusals('new') },
    }
  }

  /** Why the file cannot come in there with its labels used so; of the use that is none, why it cannot come in at all. */
  private refusals(into: Order['into']): Record<LabelUse, string | null> {
    const said = uses.map((as) => [as, faultWhile(() => this.prepare({ as, into, source: '', title: this.name }))])
    return Object.fromEntries(said) as Record<LabelUse, string | null>
  }

  /** What is asked of the service before the first row. @throws {ImportFault} */
  private prepare({ as, into, title }: Order) {
    const { read, hash } = this.source!
    const project = this.project ?? (into === 'there' ? this.there : null)
    if (project) return { project, fit: fitToProject(read, project, as) }
    return { draft: draftOf(read, { name: this.name, hash, title: title || undefined }, as) }
  }

  /** Asked again after it was stopped by something, it goes on. */
  async send(order: Order): Promise<void> {
    const { client, tell } = this.parts
    this.sending ??= await this.begin(order)
    await sendRows(
      this.sending,
      this.found.filter(({ fault }) => fault === null),
    )
    this.tellProgress()
    tell({ told: 'done', project: await client.readProject({ params: { project_id: this.sending.target.projectId } }) })
  }

  private async begin(order: Order): Promise<Sending> {
    const { client } = this.parts
    const prepared = this.prepare(order)
    const project = prepared.project ?? (await makeProject(client, prepared.draft))
    const fit = prepared.fit ?? fitToProject(this.source!.read, project, order.as)
    return beginSending({
      client,
      target: { projectId: project.id, inputs: fit.inputs },
      labels: { as: order.as, source: order.source || this.source!.read.title },
      told: {
        fault: (task, why) => this.faults.push(faultOf(task, why, false)),
        unfit: (task, why) => this.faults.push(faultOf(task, why, true)),
        counted: () => this.tellSometimes(),
      },
    })
  }

  /** Ten times a second: a page that draws each of a thousand rows is drawn for a minute. */
  private tellSometimes(): void {
    if (Date.now() - this.told >= 100) this.tellProgress()
  }

  private tellProgress(): void {
    this.told = Date.now()
    const { counts, labels, settled } = this.sending!
    const good = this.found.filter(({ fault }) => fault === null)
    const labeled = labels.as === 'nothing' ? 0 : good.filter(({ task }) => task.answer !== null).length
    const progress = {
      ...counts,
      rows: good.length,
      labels: labeled,
      settled: labeled === 0 ? 0 : Math.min(labeled, settled.size),
    }
    this.parts.tell({ told: 'progress', progress, faults: this.faults.splice(0) })
  }
}

function faultWhile(prepare: () => unknown): string | null {
  try {
    prepare()
    return null
  } catch (error) {
    if (error instanceof ImportFault) return error.message
    throw error
  }
}

function faultOf({ row, name }: ImportedTask, fault: string, isSent: boolean): RowFault {
  return { row, name, fault, isSent }
}

const maxShown = 300

function firstRow({ row, item, answer }: ImportedTask): FirstRow {
  const values = Object.entries(item).map(([name, value]) => ({ name, value: value.slice(0, maxShown) }))
  return { row, values, answer: answer && JSON.stringify(answer).slice(0, maxShown) }
}

/** What a person calls it: the file alone, the file with the labels, or the folder. */
function nameOf(files: ReadonlyMap<string, File>, document: string | null): string {
  const [first = ''] = files.keys()
  if (files.size === 1) return first.slice(first.lastIndexOf('/') + 1)
  return document === null ? (first.split('/')[0] ?? first) : document.slice(document.lastIndexOf('/') + 1)
}

/** As it stands upright, which is how browsers read pictures. */
async function sizeOf(file: Blob): Promise<{ width: number; height: number } | null> {
  try {
    const bitmap = await createImageBitmap(file)
    const { width, height } = bitmap
    bitmap.close()
    return { width, height }
  } catch {
    return null
  }
}
