import type { ZipFormatName } from '@whisker/api/export-formats.ts'
import type { Server } from '../context.ts'
import { belongingOf } from './belonging.ts'
import type { DatasetOptions } from './dataset-options.ts'
import { Classes } from './formats/classes.ts'
import { datasets } from './formats/datasets.ts'
import { factsOf, valuesOf } from './formats/facts.ts'
import type { Dataset } from './formats/format.ts'
import { readPicture } from './pictures.ts'
import { samplesOf } from './samples.ts'
import { namesOfSplits } from './splits.ts'
import type { Spool } from './spool.ts'
import type { Entry } from './zip.ts'

/** The files of a data set that is a zip file. */
export async function* entriesOf(
  server: Server,
  workspaceId: number,
  spooled: Spool,
  { title, about, lost }: { title: string; about: string | null; lost: string[] },
  options: DatasetOptions & { format: ZipFormatName },
): AsyncGenerator<Entry> {
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
      const bytes = await readPicture(server, workspaceId, sample.sha256, options.upright)
      if (bytes) yield { path, bytes }
      else lost.push(path)
    },
  }
  const format = datasets[options.format]
  yield* format.entries(dataset)
  yield { path: 'samples.jsonl', text: () => samplesText(dataset) }
  if (about !== null) yield { path: 'croissant.json', bytes: Buffer.from(about) }
  yield { path: 'README.txt', bytes: Buffer.from(readme(dataset, format.about(dataset), options, lost)) }
}

async function* samplesText(dataset: Dataset): AsyncGenerator<string> {
  for await (const sample of dataset.samples()) {
    const facts = { file_name: sample.name, ...factsOf(sample) }
    yield `${JSON.stringify({ ...facts, ...valuesOf(sample, facts) })}\n`
  }
}

function readme(
  dataset: Dataset,
  about: string,
  { withPictures, upright, release }: DatasetOptions,
  missing: string[],
): string {
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
  if (release !== undefined)
    lines.push(
      'croissant.json describes the release: who labeled, how many answers, how far they agree, and the hash of its rows.',
    )
  if (missing.length > 0) lines.push('', 'Missing, because the stored picture is damaged or gone:', ...missing)
  return `${lines.join('\n')}\n`
}
