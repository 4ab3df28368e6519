import type { Sample } from '../samples.ts'
import type { Entry } from '../zip.ts'
import { objectFields } from './classes.ts'
import { type Dataset, type DatasetFormat, inSplit } from './format.ts'
import { shapeOf } from './kinds/kinds.ts'

/** A JSON of pictures and of objects in them, and the pictures. */
export const coco: DatasetFormat = {
  lacks: ({ outputs }) =>
    objectFields(outputs).length > 0
      ? null
      : 'COCO is of boxes, outlines and points in pictures, and this form asks for none. Take imagefolder: pictures with what was said of each.',

  async *entries(dataset) {
    for (const split of dataset.splits)
      yield { path: inSplit(split, 'annotations.json'), text: () => annotations(dataset, split) } satisfies Entry
    for await (const sample of dataset.samples())
      yield* dataset.picture(sample, inSplit(sample.split, `images/${sample.name}`))
  },

  about: () =>
    'annotations.json names pictures in images/. Boxes have their outline as segmentation, points are keypoints. A picture without annotations has nothing on it.',
}

async function* annotations(dataset: Dataset, split: string): AsyncGenerator<string> {
  const { title, classes, upright } = dataset
  const info = { description: title, coordinates: 'pixels of the upright picture', pictures_upright: upright }
  yield `{"info":${JSON.stringify(info)},\n"licenses":[],\n"images":[`
  let before = '\n'
  for await (const sample of dataset.samples()) {
    if (sample.split !== split) continue
    yield before + JSON.stringify(imageOf(sample))
    before = ',\n'
  }
  yield '\n],\n"annotations":['
  before = '\n'
  let number = 0
  for await (const sample of dataset.samples()) {
    // Numbers go on over all parts, so that parts can be put together.
    for (const mark of sample.marks) {
      number++
      if (sample.split !== split) continue
      const { field, object, label, confidence, found } = mark
      const { box, outline, area } = shapeOf(field)
      const { x, y, width, height } = box(object)
      const annotation = {
        id: number,
        image_id: sample.number,
        category_id: classes.numberOf(label) + 1,
        bbox: [x, y, width, height],
        area: area(object),
        segmentation: outline ? [outline(object).flat()] : [],
        iscrowd: 0,
        ...(!outline && { keypoints: [x, y, 2], num_keypoints: 1 }),
        ...('attributes' in object && { attributes: object.attributes }),
        confidence,
        found,
        field: field.name,
      }
      yield before + JSON.stringify(annotation)
      before = ',\n'
    }
  }
  const categories = classes.names.map((name, n) => ({
    id: n + 1,
    name,
    supercategory: '',
    ...(classes.ofPoints.has(name) && { keypoints: ['point'], skeleton: [] }),
  }))
  yield `\n],\n"categories":${JSON.stringify(categories)}}\n`
}

function imageOf({ number, name, width, height, sha256, row, item, confidence }: Sample) {
  const { task_id, external_id, name: source_name, answers, method, version, status, metadata } = row
  const own = { task_id, item, external_id, source_name, answers, method, version, status, metadata }
  return { id: number, file_name: name, width, height, sha256, confidence, ...own }
}
