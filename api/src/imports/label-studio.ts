import {
  type ImportedField,
  type ImportedTask,
  ImportFault,
  type ImportReader,
  isObject,
  numbersOf,
  sizeOf,
} from './imported.ts'

type Entry = Record<string, unknown>
/** A field while the file is read: what it can be is known at the end. */
type Found = { type: string; name: string; values: Set<string>; isTicked: boolean }

/** Label Studio's JSON export: places are percents of the upright picture. */
export const labelStudio: ImportReader = {
  title: 'Label Studio',
  detect: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => isObject(one) && isObject(one.data)),
  read(value) {
    const list = value as { data: Entry; annotations?: unknown }[]
    const fields = new Map<string, Found>()
    const key = pictureKey(list)
    const tasks = list.map((entry, index) => readTask(entry, index + 1, key, fields))
    // One who ticked nothing else may have ticked several elsewhere.
    for (const field of fields.values()) settle(field, tasks)
    return { fields: [...fields.values()].map(fieldOf), tasks, notes: [] }
  },
}

/** Under which key of `data` the pictures are. */
function pictureKey(list: { data: Entry }[]): string {
  const isPicture = (value: unknown) => typeof value === 'string' && /\.(jpe?g|png|webp|gif|avif|tiff?)$/i.test(value)
  const keys = Object.keys(list[0]!.data).filter((key) => isPicture(list[0]!.data[key]))
  if (keys.length === 1) return keys[0]!
  const what = keys.length === 0 ? 'no picture' : 'several pictures'
  throw new ImportFault(`The first task has ${what} in its data; whisker import takes files with one picture a task.`)
}

function readTask(
  { data, annotations }: { data: Entry; annotations?: unknown },
  row: number,
  key: string,
  fields: Map<string, Found>,
) {
  const task: ImportedTask = { row, picture: '', size: null, answer: null, fault: null }
  const picture = data[key]
  if (typeof picture !== 'string') return { ...task, fault: `Its data has no "${key}".` }
  task.picture = localPath(picture)
  const said = (Array.isArray(annotations) ? annotations : []).filter(
    (one) => isObject(one) && one.was_cancelled !== true,
  )
  if (said.length === 0) return task
  if (said.length > 1)
    return { ...task, fault: `It has ${said.length} answers: which of them is right is not said. Leave one.` }
  const result = (said[0] as Entry).result
  // Without a prototype: a control may be called "constructor".
  task.answer = Object.create(null) as Record<string, unknown>
  for (const region of Array.isArray(result) ? result : []) {
    task.fault ??= isObject(region) ? addRegion(task, region, fields) : 'A part of its answer is no object.'
    if (task.fault) return task
  }
  return task
}

/** The file's own names of pictures that were uploaded, or that lie on its disk. */
function localPath(picture: string): string {
  const local = /^\/data\/local-files\/\?d=(.*)$/.exec(picture)?.[1]
  if (local !== undefined) return unescaped(local)
  return unescaped(picture.replace(/^\/data\/upload\/(\d+\/)?/, ''))
}

function unescaped(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    return path
  }
}

/** Adds what a region says to the answer. @returns why it cannot */
function addRegion(task: ImportedTask, region: Entry, fields: Map<string, Found>): string | null {
  const { from_name: name, type, value } = region
  if (typeof name !== 'string' || !/^[A-Za-z]\w{0,62}$/.test(name) || !isObject(value))
    return 'A part of its answer does not say which control it is of.'
  const kind = Object.hasOwn(kinds, String(type)) && kinds[String(type)]
  if (!kind) return `Its answer has a part of the type "${String(type).slice(0, 50)}", which is not taken.`
  const { place } = kind
  const field = fields.get(name) ?? { type: kind.type, name, values: new Set<string>(), isTicked: place === null }
  if (field.type !== kind.type) return `"${name}" has answers of two types.`
  const answer = task.answer as Record<string, unknown[]>
  const labels = Array.isArray(value[String(type)]) ? (value[String(type)] as unknown[]) : []
  if (!labels.every((label) => typeof label === 'string')) return `A label of "${name}" is no text.`
  if (place === null) answer[name] = labels
  else {
    if (labels.length !== 1) return `An object of "${name}" has ${labels.length} labels; it needs one.`
    if (typeof value.rotation === 'number' && value.rotation % 360 !== 0)
      return `A box of "${name}" is turned by ${value.rotation} degrees; only boxes with level sides are taken.`
    const size = sizeOf(region.original_width, region.original_height)
    const at = size && place(value, size.width / 100, size.height / 100)
    if (!at) return `An object of "${name}" has no place in a picture of known size.`
    task.size = size
    answer[name] = [...(answer[name] ?? []), { label: labels[0], ...at }]
  }
  for (const label of labels) field.values.add(label as string)
  fields.set(name, field)
  return null
}

/** `place`: of an object, in pixels; null: labels alone are said. */
type Kind = { type: string; place: ((value: Entry, x: number, y: number) => object | null) | null }

const kinds: Record<string, Kind> = {
  choices: { type: 'checkbox', place: null },
  rectanglelabels: {
    type: 'boxes',
    place(value, x, y) {
      const [left, top, width, height] = numbersOf(value, ['x', 'y', 'width', 'height']) ?? []
      if (left === undefined || top === undefined || width === undefined || height === undefined) return null
      return { x: left * x, y: top * y, width: width * x, height: height * y }
    },
  },
  keypointlabels: {
    type: 'points',
    place(value, x, y) {
      const [left, top] = numbersOf(value, ['x', 'y']) ?? []
      return left === undefined || top === undefined ? null : { x: left * x, y: top * y }
    },
  },
  polygonlabels: {
    type: 'polygons',
    place({ points }, x, y) {
      if (!Array.isArray(points) || !points.every((one) => Array.isArray(one) && numbersOf({ ...one }, ['0', '1'])))
        return null
      return { points: points.map(([left, top]) => [left * x, top * y]) }
    },
  },
}

/** Objects that nobody marked are none; one choice each makes radio buttons. */
function settle(field: Found, tasks: ImportedTask[]): void {
  const answers = tasks.flatMap(({ answer }) => (answer ? [answer] : []))
  if (!field.isTicked) for (const answer of answers) answer[field.name] ??= []
  else if (answers.every((answer) => ((answer[field.name] as unknown[]) ?? []).length <= 1)) {
    field.type = 'radio'
    for (const answer of answers) {
      const [choice] = (answer[field.name] as unknown[]) ?? []
      if (choice === undefined) delete answer[field.name]
      else answer[field.name] = choice
    }
  }
}

function fieldOf({ type, name, values }: Found): ImportedField {
  return { type, name, options: [...values].map((value) => ({ value })) }
}
