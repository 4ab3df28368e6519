import { isObject } from './entry.ts'
import { FoundAttributes, leftNotes } from './found-attributes.ts'
import { type Imported, type ImportedTask, ImportFault, type ImportReader } from './imported.ts'
import { pictureInputs, pictureTask, sizeOf } from './picture-task.ts'

type Entry = Record<string, unknown>

/** COCO: pictures, boxes in pixels, categories, in one JSON document. A picture without boxes says that there is nothing. */
export const coco: ImportReader<unknown> = {
  title: 'COCO',
  detect: (value) => isObject(value) && Array.isArray(value.images) && Array.isArray(value.annotations),
  read(value) {
    const { images, annotations, categories, info } = value as {
      images: unknown[]
      annotations: unknown[]
      categories: unknown
      info: unknown
    }
    // It counts boxes in the upright picture, and gives its size without a look at how it lies (seen of 1.23.2).
    const stored = isObject(info) && info.contributor === 'Label Studio' ? { isSizeStored: true } : {}
    const names = namesOf(categories)
    const tasks = new Map<unknown, ImportedTask & { answer: { objects: object[] } }>()
    for (const [index, image] of images.entries()) {
      const row = index + 1
      if (!isObject(image) || typeof image.file_name !== 'string' || image.id === undefined)
        throw new ImportFault(`Image ${row} has no id or no file_name, so its boxes cannot be told from others.`)
      if (tasks.has(image.id)) throw new ImportFault(`Image ${row} has the id of an image before it.`)
      const size = sizeOf(image.width, image.height)
      tasks.set(image.id, { ...pictureTask(row, image.file_name), size, ...stored, answer: { objects: [] } })
    }
    const found = new FoundAttributes()
    let outlines = 0
    for (const [index, annotation] of annotations.entries()) {
      const task = isObject(annotation) ? tasks.get(annotation.image_id) : undefined
      if (!task) throw new ImportFault(`Annotation ${index + 1} is of an image that the file does not have.`)
      const box = boxOf(annotation as Entry, names)
      if (!box) task.fault ??= `Annotation ${index + 1} has no box of four numbers with a category of the file.`
      else task.answer.objects.push(saying(box, found.add(attributesOf(annotation as Entry))))
      if (hasOutline(annotation as Entry)) outlines++
    }
    const options = [...new Set(names.values())].map((name) => ({ value: name }))
    const { attributes, left } = found.settle()
    const field = {
      ...{ type: 'boxes', name: 'objects' },
      ...(options.length > 0 && { options }),
      ...(attributes.length > 0 && { attributes }),
    }
    const notes = [
      ...(outlines > 0 ? [`Outlines (segmentation) are not taken, the boxes around them are: ${outlines}.`] : []),
      ...leftNotes(left),
    ]
    return { inputs: pictureInputs, fields: [field], tasks: [...tasks.values()], notes } satisfies Imported
  },
}

function namesOf(categories: unknown): Map<unknown, string> {
  const names = new Map<unknown, string>()
  for (const category of Array.isArray(categories) ? categories : [])
    if (isObject(category) && typeof category.name === 'string') names.set(category.id, category.name)
  return names
}

function boxOf({ bbox, category_id }: Entry, names: Map<unknown, string>): object | null {
  if (!Array.isArray(bbox) || bbox.length !== 4 || !bbox.every((one) => typeof one === 'number')) return null
  const [x, y, width, height] = bbox
  if (names.size === 0) return { x, y, width, height }
  const label = names.get(category_id)
  return label === undefined ? null : { label, x, y, width, height }
}

function attributesOf({ attributes }: Entry): Entry {
  return isObject(attributes) ? attributes : {}
}

function saying(box: object, attributes: object | undefined): object {
  return attributes ? { ...box, attributes } : box
}

function hasOutline({ segmentation }: Entry): boolean {
  return Array.isArray(segmentation) ? segmentation.length > 0 : isObject(segmentation)
}
