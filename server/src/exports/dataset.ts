import { createHash } from 'node:crypto'
import { type DatasetFormatName, datasetFormats } from '@whisker/api/export-formats.ts'
import { isTaken, sniffFormat } from '@whisker/api/formats.ts'
import { readers } from '../assets/formats/readers.ts'
import { assetKey, readVerified } from '../assets/store.ts'
import type { Server } from '../context.ts'
import { ApiProblem } from '../problem.ts'
import { belongingOf } from './belonging.ts'
import { Classes } from './formats/classes.ts'
import { datasets, whyNot } from './formats/datasets.ts'
import { factsOf, valuesOf } from './formats/facts.ts'
import type { Dataset } from './formats/format.ts'
import { spoolOfRelease } from './releases/stored.ts'
import { type Sample, samplesOf } from './samples.ts'
import { namesOfSplits, type Splitting } from './splits.ts'
import { type Spool, spool } from './spool.ts'
import { type Entry, zip } from './zip.ts'

export type DatasetOptions = Splitting & {
  format: DatasetFormatName
  likely: boolean
  withPictures: boolean
  upright: boolean
  /** Its number, where it is of a release and not of now. */
  release?: number | undefined
}

export type OpenedDataset = {
  /** Of the bytes that it makes: equal ones make equal bytes. */
  tag: string
  pictures: number
  bytes: number
  chunks: AsyncGenerator<Buffer>
  close(): Promise<void>
}

// Counts up when the same results are written in another way.
const recipe = 2

/** A project's results and pictures as one zip file. @throws {ApiProblem} 422 where the form cannot be written so */
export async function openDataset(
  server: Server,
  { workspaceId, projectId }: { workspaceId: number; projectId: number },
  options: DatasetOptions,
): Promise<OpenedDataset> {
  const { release } = options
  const spooled = await (release === undefined
    ? spool(server, workspaceId, projectId, options.likely)
    : spoolOfRelease(server.sql, projectId, release))
  const form = spooled.specs[0]
  const reason = form ? whyNot(options.format, form) : null
  if (reason !== null) {
    await spooled.close()
    throw new ApiProblem('invalid', reason)
  }
  const of = `Project ${projectId} of Whisker${release === undefined ? '' : `, release ${release}`}`
  const title = `${of}, as ${datasetFormats[options.format].title}`
  const written = JSON.stringify([recipe, title, options, spooled.digest])
  return {
    tag: createHash('sha256').update(written).digest('hex').slice(0, 40),
    pictures: options.withPictures ? spooled.pictures : 0,
    bytes: options.withPictures ? spooled.bytes : 0,
    chunks: zip(entriesOf(server, workspaceId, spooled, title, options)),
    close: spooled.close,
  }
}

async function* entriesOf(
  server: Server,
  workspaceId: number,
  spooled: Spool,
  title: string,
  options: DatasetOptions,
): AsyncGenerator<Entry> {
  const missing: string[] = []
  const belonging = await belongingOf(spooled, options)
  const dataset: Dataset = {
    title,
    specs: spooled.specs,
    classes: new Classes(spooled.specs),
    splits: namesOfSplits(options),
    upright: options.upright,
    samples: () => samplesOf(spooled, options, belonging),
    async *picture(sample, path) {
      if (!options.withPictures) return
      const bytes = await readPicture(server, workspaceId, sample, options.upright)
      if (bytes) yield { path, bytes }
      else missing.push(path)
    },
  }
  const format = datasets[options.format]
  yield* format.entries(dataset)
  yield { path: 'samples.jsonl', text: () => samplesText(dataset) }
  yield { path: 'README.txt', bytes: Buffer.from(readme(dataset, format.about(dataset), options, missing)) }
}

/** Nothing where the stored picture is damaged or gone: the others are worth having, and README.txt names it. */
async function readPicture(
  server: Server,
  workspaceId: number,
  sample: Sample,
  upright: boolean,
): Promise<Buffer | null> {
  const { sha256 } = sample
  const read = await readVerified(server.store, assetKey(workspaceId, sha256), sha256)
  if (!read.ok) {
    server.pictureFaults.note(read.code, read.detail, { workspace_id: workspaceId, sha256 })
    return null
  }
  if (!upright || !isTurned(read.bytes)) return read.bytes
  const turned = await server.renditions.render(read.bytes, { whole: true })
  return turned.ok ? turned.bytes : null
}

function isTurned(bytes: Buffer): boolean {
  const format = sniffFormat(bytes)
  if (!format || !isTaken(format)) return false
  const found = readers[format.type].read(bytes)
  const structure = 'flaw' in found ? found.mended?.structure : found
  return (structure?.orientation ?? 1) !== 1
}

async function* samplesText(dataset: Dataset): AsyncGenerator<string> {
  for await (const sample of dataset.samples()) {
    const facts = { file_name: sample.name, ...factsOf(sample) }
    yield `${JSON.stringify({ ...facts, ...valuesOf(sample, facts) })}\n`
  }
}

function readme(dataset: Dataset, about: string, { withPictures, upright }: DatasetOptions, missing: string[]): string {
  const pictures = !withPictures
    ? 'The pictures are not in this file.'
    : upright
      ? 'Pictures that a camera had turned (EXIF orientation) stand upright here, encoded anew; all others are byte for byte as they came.'
      : 'Pictures are byte for byte as they came. Some may have an EXIF orientation: places are where a program sees them that follows it, and elsewhere for one that does not.'
  const lines = [
    dataset.title,
    '',
    about,
    'Places are in pixels of the upright picture, from its top left corner, unless said otherwise.',
    pictures,
    'samples.jsonl has a line a picture: what was said, confidence, number of answers, method, version of the form, SHA-256 of the picture as it came, status.',
  ]
  if (missing.length > 0) lines.push('', 'Missing, because the stored picture is damaged or gone:', ...missing)
  return `${lines.join('\n')}\n`
}
