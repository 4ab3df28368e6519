import { leftNotes } from './found-attributes.ts'
import { FoundFields } from './found-fields.ts'
import { type Imported, type ImportedTask, ImportFault, type ImportReader } from './imported.ts'
import { cornersOf, pictureInputs, pictureTask, sizeOf } from './picture-task.ts'
import { numberOf, textOf, type XmlElement } from './xml.ts'

/** CVAT for images 1.1: an element a picture, with what was drawn on it, in pixels. */
export const cvat: ImportReader<XmlElement> = {
  title: 'CVAT',
  detect: ({ name, children }) =>
    name === 'annotations' && children.some((one) => one.name === 'image' || one.name === 'track'),
  read({ children }) {
    if (children.some(({ name }) => name === 'track'))
      throw new ImportFault('The file is of a video. Export it from CVAT as "CVAT for images 1.1".')
    const fields = new FoundFields()
    const images = children.filter(({ name }) => name === 'image')
    listLabels(children, fields)
    const tasks = images.map((image, index) => readImage(image, index + 1, fields))
    // Of a task that is half done, or in which nothing was to be found: nobody can tell from the file.
    const blank = images.filter((image) => image.children.length === 0).length
    const settled = fields.settle(tasks)
    const ofTags = images
      .flatMap(({ children }) => children)
      .filter((one) => one.name === 'tag' && one.children.length > 0)
    const notes = [
      ...(blank > 0 ? [`Pictures on which nothing is marked, which count as having nothing there: ${blank}.`] : []),
      ...(ofTags.length > 0
        ? [`Attributes of tags are not taken, the tags that have them are: ${ofTags.length}.`]
        : []),
      ...leftNotes(fields.left),
    ]
    return { inputs: pictureInputs, fields: settled, tasks, notes } satisfies Imported
  },
}

/** Labels of a shape of their own, which people may need although nothing has one yet. */
function listLabels(children: readonly XmlElement[], fields: FoundFields): void {
  const meta = children.find(({ name }) => name === 'meta')
  // Of a task, a job or a project.
  const labels = meta?.children.flatMap((one) => one.children.find(({ name }) => name === 'labels')?.children ?? [])
  for (const label of labels ?? []) {
    const shape = Object.values(shapes).find(({ called }) => called === textOf(label, 'type'))
    const name = textOf(label, 'name')
    if (shape && name) fields.list(shape.field, shape.type, [name])
  }
}

function readImage({ attributes, children }: XmlElement, row: number, fields: FoundFields): ImportedTask {
  const name = attributes.get('name')
  const task = pictureTask(row, name ?? '')
  task.size = sizeOf(numberOf(attributes.get('width')), numberOf(attributes.get('height')))
  if (!name) return { ...task, fault: 'It has no name.' }
  // Without a prototype: a field may be called "constructor".
  task.answer = Object.create(null) as Record<string, unknown>
  const tags: string[] = []
  for (const mark of children) {
    const label = mark.attributes.get('label')
    const shape = Object.hasOwn(shapes, mark.name) ? shapes[mark.name] : undefined
    if (!label) task.fault ??= `A "${mark.name}" has no label.`
    else if (mark.name === 'tag') tags.push(label)
    else if (!shape) task.fault ??= `It has a "${mark.name}", which is not taken.`
    else task.fault ??= draw(task, mark, { label, shape }, fields)
  }
  if (tags.length > 0) task.fault ??= fields.tick(task, 'tags', tags)
  return task
}

function draw(
  task: ImportedTask,
  mark: XmlElement,
  { label, shape }: { label: string; shape: Shape },
  fields: FoundFields,
) {
  const rotation = numberOf(mark.attributes.get('rotation') ?? '0')
  if (rotation % 360 !== 0)
    return `A "${mark.name}" is turned by ${rotation} degrees; only boxes with level sides are taken.`
  const places = shape.places(mark)
  if (!places) return `A "${mark.name}" has no place.`
  const fault = fields.mark(task, shape.field, shape.type, [])
  if (fault) return fault
  return fields.mark(
    task,
    shape.field,
    shape.type,
    places.map((place) => {
      const attributes = fields.say(shape.field, saidOf(mark))
      return { label, ...place, ...(attributes && { attributes }) }
    }),
  )
}

/** What is said of a mark, by name. */
function saidOf({ children }: XmlElement): Record<string, string> {
  const said = children.filter(({ name }) => name === 'attribute')
  return Object.fromEntries(said.map(({ attributes, text }) => [attributes.get('name') ?? '', text]))
}

/** `called`: what the list of labels calls it. */
type Shape = { type: string; field: string; called: string; places(mark: XmlElement): object[] | null }

const shapes: Record<string, Shape> = {
  box: {
    type: 'boxes',
    field: 'objects',
    called: 'rectangle',
    places({ attributes }) {
      const [left, top, right, bottom] = ['xtl', 'ytl', 'xbr', 'ybr'].map((key) => numberOf(attributes.get(key)))
      const box = { x: left!, y: top!, width: right! - left!, height: bottom! - top! }
      return Object.values(box).every(Number.isFinite) ? [box] : null
    },
  },
  polygon: {
    type: 'polygons',
    field: 'outlines',
    called: 'polygon',
    places: (mark) => pointsOf(mark, (points) => [{ points }]),
  },
  points: {
    type: 'points',
    field: 'points',
    called: 'points',
    places: (mark) => pointsOf(mark, (points) => points.map(([x, y]) => ({ x, y }))),
  },
}

function pointsOf({ attributes }: XmlElement, made: (points: [number, number][]) => object[]): object[] | null {
  const points = cornersOf((attributes.get('points') ?? '').split(/[,;]/).map(numberOf))
  return points && made(points)
}
