import { NameGiver, safeName } from '../file-names.ts'
import type { Sample } from '../samples.ts'
import { factsOf, valuesOf } from './facts.ts'
import { type Dataset, type DatasetFormat, inSplit } from './format.ts'
import { isChoice } from './kinds/kinds.ts'

/** A folder a class where one choice is all that is asked; else `metadata.jsonl` beside the pictures, as Hugging Face reads it. */
export const imagefolder: DatasetFormat = {
  lacks: () => null,

  async *entries(dataset) {
    const choice = onlyChoice(dataset)
    if (choice) return yield* byClass(dataset, choice)
    for (const split of dataset.splits)
      yield { path: inSplit(split, 'metadata.jsonl'), text: () => metadata(dataset, split) }
    for await (const sample of dataset.samples())
      yield* dataset.picture(sample, inSplit(sample.split, `images/${sample.name}`))
  },

  about: (dataset) =>
    onlyChoice(dataset)
      ? `A folder is a class. Pictures without one are in ${noClass}/.`
      : 'metadata.jsonl has a line for each picture, named by file_name: load_dataset("imagefolder", data_dir="."). Objects are lists side by side; empty ones: nothing is on the picture.',
}

const noClass = '_none'

function onlyChoice({ specs }: Dataset) {
  const [field, ...more] = specs[0]?.outputs ?? []
  return field && more.length === 0 && isChoice(field) ? field.name : null
}

async function* byClass(dataset: Dataset, field: string) {
  const names = new NameGiver()
  const folders = new Map<string | null, string>([[null, names.give(noClass, '')]])
  for await (const sample of dataset.samples()) {
    const value = sample.result[field]?.value
    const label = typeof value === 'string' ? value : null
    if (!folders.has(label)) folders.set(label, names.give(safeName(label ?? ''), label ?? ''))
    yield* dataset.picture(sample, inSplit(sample.split, `${folders.get(label)}/${sample.name}`))
  }
}

async function* metadata(dataset: Dataset, split: string): AsyncGenerator<string> {
  for await (const sample of dataset.samples()) if (sample.split === split) yield lineOf(sample)
}

function lineOf(sample: Sample): string {
  const facts = { file_name: `images/${sample.name}`, ...factsOf(sample) }
  return `${JSON.stringify({ ...facts, ...valuesOf(sample, facts) })}\n`
}
