import { uses } from '@whisker/api/imports/label-use.ts'
import { Command, InvalidArgumentError, Option } from 'commander'
import { projectNumber, withConnectionOptions } from '../options.ts'
import type { ImportFlags } from './import/import.ts'

const examples = `
Examples:
  $ whisker import annotations.json --pictures ./images --dry-run
  $ whisker import annotations.json --pictures ./images --title "Animals" --as gold
  $ whisker import export.json --pictures ./media --project 7
  $ whisker import ./dataset --as review --source "Tool of 2024"
  $ whisker import tasks.csv --project 7 --column text=Body

What the file is, is found out by what is in it:
  COCO             the JSON document: boxes
  Label Studio     Export, JSON: boxes, outlines, points, parts of texts, choices, what was typed
  doccano          Dataset, Export, JSONL: labels of texts and pictures, parts of texts, boxes, outlines
  Ground Truth     output.manifest of the job: classes of pictures and texts, boxes
  Mechanical Turk  the CSV of a batch's results: a task a HIT, labels on which workers agree
  CVAT             Export, "CVAT for images 1.1": boxes, outlines, points, tags
  YOLO             the folder (or zip) of data.yaml, pictures and texts: boxes or outlines
  Pascal VOC       the folder (or zip) of XML files and pictures: boxes
  a zip            of any of these, with its pictures
  a table          CSV, TSV, JSONL, XLSX or Parquet, with --project: a column a field

Earlier labels are left out, or become (--as)
  gold     known answers, mixed in unseen to measure workers
  answers  answers of one worker, called as --source, and weighed like those of people
  review   the same, and each task that one finishes waits for a reviewer

Without --project a project is made whose form has its fields and classes; the same file finds it again. Each picture and
text is known by its content: sent again it adds nothing, and a known answer that is there already stays as it is.

Exit codes: 0 all are there, 1 some could not be taken (they are listed), 2 wrong usage, 3 no access or no service.`

export function command(): Command {
  return withConnectionOptions(new Command('import'))
    .description('Send the pictures or texts of a file of another program, with what was labeled before.')
    .argument('<file>', 'the file, folder or zip')
    .option('--pictures <folder>', 'where the pictures are (default: the folder of the file, or the folder itself)')
    .option('--project <number>', 'the project that they are for (default: one is made)', projectNumber)
    .option('--title <title>', 'what a project that is made is called (default: the name of the file)')
    .addOption(
      new Option(
        '--as <what>',
        'what becomes of earlier labels: known answers that measure workers, answers of their source, answers that a reviewer checks, or nothing',
      )
        .choices(uses)
        .default('nothing'),
    )
    .option('--source <name>', 'what earlier answers are called as a worker (default: the program of the file)')
    .option(
      '--column <field=title>',
      'for a table: what the column of a field is called; again for each field (default: as the field)',
      addColumn,
      new Map<string, string>(),
    )
    .option('--dry-run', 'send nothing; show form, counts, first rows and faults')
    .addHelpText('after', examples)
    .action(async (file: string, flags: ImportFlags) => {
      const { importFile } = await import('./import/import.ts')
      process.exitCode = await importFile(file, flags)
    })
}

function addColumn(text: string, columns: Map<string, string>): Map<string, string> {
  const [, field, title] = /^(\w+)=(.+)$/s.exec(text) ?? []
  if (field === undefined || title === undefined)
    throw new InvalidArgumentError('It must be a field and a title, such as text=Body.')
  return columns.set(field, title)
}
