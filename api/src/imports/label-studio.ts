import { isObject } from './entry.ts'
import { FoundFields } from './found-fields.ts'
import { type ImportedTask, ImportFault, type ImportReader } from './imported.ts'
import { addPart, isTaken, regionOf } from './label-studio-parts.ts'
import { metadataOf } from './metadata.ts'
import { pictureInputs, pictureTask } from './picture-task.ts'
import { allowOverlaps } from './places-in-text.ts'
import { textInputs, textTask } from './text-task.ts'

type Entry = Record<string, unknown>
/** Under which key of `data` is what the tasks are about. */
type Subject = { key: string; isPicture: boolean }
/** `left`: controls that are not taken, and how often something was said of them. */
type Reading = { subject: Subject; fields: FoundFields; left: Map<string, number> }

/** Label Studio's JSON export: places are percents of the upright picture. */
export const labelStudio: ImportReader<unknown> = {
  title: 'Label Studio',
  detect: (value) =>
    Array.isArray(value) && value.length > 0 && value.every((one) => isObject(one) && isObject(one.data)),
  read(value) {
    const list = value as { data: Entry; annotations?: unknown }[]
    const fields = new FoundFields()
    const left = new Map<string, number>()
    const subject = subjectOf(list[0]!.data)
    const tasks = list.map((entry, index) => readTask(entry, index + 1, { subject, fields, left }))
    const inputs = subject.isPicture ? pictureInputs : textInputs
    const notes = [...left].map(
      ([what, count]) => `${what} is of a type that is not taken; what was said of it is left out: ${count}.`,
    )
    return { inputs, fields: allowOverlaps(fields.settle(tasks), tasks), tasks, notes }
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
  reading: Reading,
): ImportedTask {
  const { key, isPicture } = reading.subject
  const value = data[key]
  const begin = (text: string) => (isPicture ? pictureTask(row, localPath(text)) : textTask(row, text))
  if (typeof value !== 'string') return { ...begin(''), fault: `Its data has no "${key}".` }
  const metadata = metadataOf(data, [key])
  const task = { ...begin(value), ...(Object.keys(metadata).length > 0 && { metadata }) }
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
    task.fault ??= isObject(region) ? addRegion(task, region, reading) : 'A part of its answer is no object.'
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
function addRegion(task: ImportedTask, entry: Entry, { fields, left }: Reading): string | null {
  const region = regionOf(entry)
  // Of two regions about one place the second one says no more than how they belong together.
  if (!region && entry.type === 'relation') return count(left, 'A relation')
  if (!region) return 'A part of its answer does not say which control it is of.'
  if (isTaken(region.type)) return addPart(task, region, fields)
  return count(left, `"${region.name}" (${region.type.slice(0, 50)})`)
}

function count(left: Map<string, number>, what: string): null {
  left.set(what, (left.get(what) ?? 0) + 1)
  return null
}
