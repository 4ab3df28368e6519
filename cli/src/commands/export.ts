import { type DatasetFormatName, datasetFormatNames } from '@whisker/api/export-formats.ts'
import { Command, Option } from 'commander'
import { type ConnectionFlags, withConnection } from '../connection.ts'
import { projectNumber, releaseNumber, withConnectionOptions } from '../options.ts'
import { saveDataset } from './export/save-dataset.ts'

const examples = `
Examples:
  $ whisker export 1 --format coco --out birds.zip
  $ whisker export 1 --format yolo --out birds.zip --split train:80,validation:10,test:10 --group folder
  $ whisker export 1 --format imagefolder --out birds.zip --no-pictures
  $ whisker export 1 --format parquet --out birds.parquet

The file is a zip with the pictures and what was said of each; README.txt in it says where things are. Parquet is one table, with the
pictures in it, which pandas and Hugging Face read; of texts it has no pictures. What was cut off stays as <file>.part,
and the same command goes on with it, as long as no result has changed meanwhile. For tables: whisker results.`

type Flags = ConnectionFlags & {
  format: DatasetFormatName
  out: string
  pictures: boolean
  asSent?: boolean
  likely?: boolean
  split?: string
  seed?: string
  group?: string
  release?: number
}

export function command(): Command {
  return withConnectionOptions(new Command('export'))
    .description('Get the results of a project with their pictures, for programs that train.')
    .argument('<project>', 'its number', projectNumber)
    .addOption(
      new Option('--format <format>', datasetFormatNames.join(', ')).choices(datasetFormatNames).makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'the file')
    .option('--no-pictures', 'what was said of the pictures alone')
    .option('--as-sent', 'pictures byte for byte as they came, not turned upright')
    .option('--likely', 'tasks that wait for a review as well, with what their answers make likely')
    .option('--release <number>', 'those of a release, the same bytes each time (see whisker releases)', releaseNumber)
    .option('--split <parts>', 'parts by their shares, such as train:80,validation:10,test:10')
    .option('--seed <text>', 'another seed makes another split')
    .option('--group <what>', 'what stays in one part: folder, or metadata: and a key')
    .addHelpText('after', examples)
    .action(exportDataset)
}

async function exportDataset(projectId: number, flags: Flags): Promise<void> {
  const { format, split, seed, group } = flags
  await withConnection(flags, ({ client, url }) =>
    saveDataset({ client, url, projectId }, flags.out, {
      format,
      ...(split !== undefined && { split }),
      ...(seed !== undefined && { seed }),
      ...(group !== undefined && { group }),
      ...(!flags.pictures && { with_pictures: 'false' as const }),
      ...(flags.asSent && { upright: 'false' as const }),
      ...(flags.release !== undefined && { release: String(flags.release) }),
      ...(flags.likely && { likely: 'true' as const }),
    }),
  )
}
