import type { Sample } from '../samples.ts'
import { objectFields } from './classes.ts'
import { type DatasetFormat, inSplit } from './format.ts'
import { shapeOf } from './kinds/kinds.ts'

/** An XML a picture, with a box an object in whole pixels counted from 1. */
export const voc: DatasetFormat = {
  lacks({ outputs }) {
    const fields = objectFields(outputs)
    if (fields.length === 0)
      return 'Pascal VOC is of boxes in pictures, and this form asks for none. Take imagefolder: pictures with what was said of each.'
    const other = fields.find((field) => !shapeOf(field).outline)
    return other
      ? `Pascal VOC has boxes, and the field "${other.name}" asks for points. Take coco: there they are keypoints.`
      : null
  },

  async *entries(dataset) {
    for await (const sample of dataset.samples()) {
      yield* dataset.picture(sample, inSplit(sample.split, `JPEGImages/${sample.name}`))
      const path = inSplit(sample.split, `Annotations/${stemOf(sample)}.xml`)
      yield { path, bytes: Buffer.from(xmlOf(sample)) }
    }
    for (const split of dataset.splits)
      yield {
        path: inSplit(split, `ImageSets/Main/${split || 'all'}.txt`),
        text: async function* () {
          for await (const sample of dataset.samples()) if (sample.split === split) yield `${stemOf(sample)}\n`
        },
      }
  },

  about: () =>
    'Annotations/ has an XML for each picture in JPEGImages/, which are of their own formats. Boxes are in whole pixels, the first of which is 1, and both ends are within: exact places stand in samples.jsonl. Of outlines there is the box around them. An XML without objects: nothing is on the picture.',
}

function stemOf({ name }: Sample): string {
  return name.replace(/\.\w+$/, '')
}

function xmlOf({ name, width, height, row, sha256, confidence, marks }: Sample): string {
  const source = { task: row.task_id, sha256, confidence, answers: row.answers, method: row.method }
  const facts = { ...source, version: row.version, status: row.status }
  return `<annotation>
  <folder>JPEGImages</folder>
  <filename>${text(name)}</filename>
  <source>
    <database>Whisker</database>
${Object.entries(facts)
  .map(([key, value]) => `    <${key}>${text(String(value ?? ''))}</${key}>\n`)
  .join('')}  </source>
  <size><width>${width}</width><height>${height}</height><depth>3</depth></size>
  <segmented>0</segmented>
${marks.map((mark) => objectXml(mark, width, height)).join('')}</annotation>
`
}

function objectXml({ field, object, label, confidence }: Sample['marks'][number], width: number, height: number) {
  const box = shapeOf(field).box(object)
  const first = (value: number, size: number) => Math.min(size, Math.max(1, Math.floor(value) + 1))
  const last = (value: number, from: number, size: number) => Math.min(size, Math.max(from, Math.round(value)))
  const [left, top] = [first(box.x, width), first(box.y, height)]
  const [right, bottom] = [last(box.x + box.width, left, width), last(box.y + box.height, top, height)]
  return `  <object>
    <name>${text(label)}</name>
    <pose>Unspecified</pose>
    <truncated>0</truncated>
    <difficult>0</difficult>
    <confidence>${confidence}</confidence>
    <bndbox><xmin>${left}</xmin><ymin>${top}</ymin><xmax>${right}</xmax><ymax>${bottom}</ymax></bndbox>
  </object>
`
}

const names: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' }

/** XML has no way to write most control characters: they are left out. */
function text(value: string): string {
  return (
    value
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replace(/[&<>"']/g, (character) => names[character] as string)
  )
}
