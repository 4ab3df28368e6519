import type { Sample } from '../samples.ts'
import { type Classes, objectFields } from './classes.ts'
import { type Dataset, type DatasetFormat, inSplit } from './format.ts'
import { shapeOf } from './kinds/kinds.ts'

/** A text a picture, of one line an object; an empty one where there is nothing. */
export const yolo: DatasetFormat = {
  lacks({ outputs }) {
    const fields = objectFields(outputs)
    if (fields.length === 0)
      return 'YOLO is of boxes and outlines in pictures, and this form asks for none. Take imagefolder: pictures with what was said of each.'
    const points = fields.find((field) => !shapeOf(field).outline)
    return points
      ? `YOLO has boxes and outlines, and the field "${points.name}" asks for points. Take coco: there they are keypoints.`
      : null
  },

  async *entries(dataset) {
    const { classes, splits } = dataset
    const asOutlines = areOutlines(dataset)
    for await (const sample of dataset.samples()) {
      const stem = sample.name.replace(/\.\w+$/, '')
      yield* dataset.picture(sample, inSplit(sample.split, `images/${sample.name}`))
      const lines = sample.marks.map((mark) => lineOf(mark, sample, classes, asOutlines))
      yield { path: inSplit(sample.split, `labels/${stem}.txt`), bytes: Buffer.from(lines.join('')) }
    }
    yield { path: 'classes.txt', bytes: Buffer.from(classes.names.map((name) => `${oneLine(name)}\n`).join('')) }
    yield { path: 'data.yaml', bytes: Buffer.from(dataYaml(classes.names, splits)) }
  },

  about: (dataset) =>
    `labels/ has a text for each picture in images/: class and ${areOutlines(dataset) ? 'the corners of the outline' : 'middle, width and height of the box'}, in parts of the picture. An empty one: nothing is on it. data.yaml and classes.txt name the classes.`,
}

/** Where one field asks for outlines all are written as outlines: readers take the one or the other of a file. */
function areOutlines({ specs }: Dataset): boolean {
  return specs.some(({ outputs }) => objectFields(outputs).some((field) => shapeOf(field).isOutline))
}

function lineOf(
  { field, object, label }: Sample['marks'][number],
  size: Sample,
  classes: Classes,
  asOutlines: boolean,
) {
  const { box, outline } = shapeOf(field)
  const across = (value: number) => part(value / size.width)
  const down = (value: number) => part(value / size.height)
  const { x, y, width, height } = box(object)
  const numbers = asOutlines
    ? (outline?.(object) ?? []).flatMap(([x, y]) => [across(x), down(y)])
    : [across(x + width / 2), down(y + height / 2), across(width), down(height)]
  return `${classes.numberOf(label)} ${numbers.join(' ')}\n`
}

function part(value: number): string {
  return Math.min(1, Math.max(0, value)).toFixed(6)
}

function dataYaml(names: string[], splits: readonly string[]): string {
  const at = (split: string) => JSON.stringify(inSplit(split, 'images'))
  const first = splits[0] as string
  const trains = splits.find((split) => split.startsWith('train')) ?? first
  const validates = splits.find((split) => split.startsWith('val')) ?? splits.at(1) ?? first
  const tests = splits.find((split) => split.startsWith('test'))
  const places = [
    `train: ${at(trains)}`,
    `val: ${at(validates)}`,
    ...(tests === undefined ? [] : [`test: ${at(tests)}`]),
  ]
  // A text in JSON is one in YAML.
  const list = names.map((name) => `  - ${JSON.stringify(name)}`)
  return [...places, `nc: ${names.length}`, 'names:', ...list, ''].join('\n')
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim()
}
