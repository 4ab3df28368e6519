import { isObject, numbersOf } from './entry.ts'
import { FoundFields } from './found-fields.ts'
import { type ImportedTask, ImportFault, type ImportReader } from './imported.ts'
import { pictureInputs, pictureTask, sizeOf } from './picture-task.ts'
import { allowOverlaps, codePointsBefore, isCountedInTwoWays } from './places-in-text.ts'
import { textInputs, textTask } from './text-task.ts'

type Entry = Record<string, unknown>
/** Under which key of `data` is what the tasks are about. */
type Subject = { key: string; isPicture: boolean }

/** Label Studio's JSON export: places are percents of the upright picture. */
export const labelStudio: ImportReader<unknown> = {
  title: 'Label Studio',
  detect: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => isObject(one) && isObject(one.data)),
  read(value) {
    const list = value as { data: Entry; annotations?: unknown }[]
    const fields = new FoundFields()
    const subject = subjectOf(list[0]!.data)
    const tasks = list.map((entry, index) => readTask(entry, index + 1, subject, fields))
    const inputs = subject.isPicture ? pictureInputs : textInputs
    return { inputs, fields: allowOverlaps(fields.settle(tasks), tasks), tasks, notes: [] }
  },
}

function subjectOf(data: Entry): Subject {
  const texts = Object.keys(data).filter((key) => typeof data[key] === 'string')
  const pictures = texts.filter((key) => /\.(jpe?g|png|webp|gif|avif|tiff?)$/i.test(data[key] as string))
  if (pictures.length === 1) return { key: pictures[0]!, isPicture: true }
  const text = texts.includes('text') ? 'text' : texts[0]
  if (pictures.length === 0 && text !== undefined && (text === 'text' || texts.length === 1))
    return { key: text, isPicture: false }
  const what =
    pictures.length > 1 ? 'several pictures' : text === undefined ? 'neither picture nor text' : 'several texts'
  throw new ImportFault(
    `The first task has ${what} in its data; files with one picture, or one text, a task are taken.`,
  )
}

function readTask(
  { data, annotations }: { data: Entry; annotations?: unknown },
  row: number,
  { key, isPicture }: Subject,
  fields: FoundFields,
) {
  const value = data[key]
  const begin = (text: string) => (isPicture ? pictureTask(row, localPath(text)) : textTask(row, text))
  if (typeof value !== 'string') return { ...begin(''), fault: `Its data has no "${key}".` }
  const task = begin(value)
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
function addRegion(task: ImportedTask, region: Entry, fields: FoundFields): string | null {
  const { from_name: name, type, value } = region
  if (typeof name !== 'string' || !/^[A-Za-z]\w{0,62}$/.test(name) || !isObject(value))
    return 'A part of its answer does not say which control it is of.'
  const inText = Object.hasOwn(textParts, String(type)) && textParts[String(type)]
  if (inText) return inText(task, name, value, fields)
  const kind = Object.hasOwn(kinds, String(type)) && kinds[String(type)]
  if (!kind) return `Its answer has a part of the type "${String(type).slice(0, 50)}", which is not taken.`
  const { place } = kind
  const labels = Array.isArray(value[String(type)]) ? (value[String(type)] as unknown[]) : []
  if (!labels.every((label) => typeof label === 'string')) return `A label of "${name}" is no text.`
  if (place === null) return fields.tick(task, name, labels)
  if (labels.length !== 1) return `An object of "${name}" has ${labels.length} labels; it needs one.`
  if (typeof value.rotation === 'number' && value.rotation % 360 !== 0)
    return `A box of "${name}" is turned by ${value.rotation} degrees; only boxes with level sides are taken.`
  const size = sizeOf(region.original_width, region.original_height)
  const at = size && place(value, size.width / 100, size.height / 100)
  if (!at) return `An object of "${name}" has no place in a picture of known size.`
  task.size = size
  return fields.mark(task, name, kind.type, [{ label: labels[0] as string, ...at }])
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

type TextPart = (task: ImportedTask, name: string, value: Entry, fields: FoundFields) => string | null

const textParts: Record<string, TextPart> = {
  labels(task, name, value, fields) {
    const labels = Array.isArray(value.labels) ? value.labels : []
    const place = spanOf(task.item.text ?? '', value)
    if (labels.length !== 1 || typeof labels[0] !== 'string') return `A part of "${name}" needs one label.`
    return place
      ? fields.mark(task, name, 'spans', [{ label: labels[0], ...place }])
      : `A part of "${name}" has no place in its text.`
  },
  textarea(task, name, value, fields) {
    const texts = Array.isArray(value.text) ? value.text : [value.text]
    return texts.every((text) => typeof text === 'string')
      ? fields.write(task, name, texts.join('\n'))
      : `What was typed into "${name}" is no text.`
  },
}

/** Counted as JavaScript does by its page, and as Python does by programs: what stands there tells. */
function spanOf(text: string, { start, end, text: said }: Entry): { start: number; end: number } | null {
  const [from, to] = [codePointsBefore(text, start), codePointsBefore(text, end)]
  const isOther =
    isCountedInTwoWays(text) && typeof said === 'string' && text.slice(start as number, end as number) !== said
  if (!isOther) return from === null || to === null ? null : { start: from, end: to }
  const points = [...text].slice(start as number, end as number).join('')
  return points === said ? { start: start as number, end: end as number } : null
}
