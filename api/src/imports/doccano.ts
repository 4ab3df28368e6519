import { isObject, numbersOf } from './entry.ts'
import { FoundFields } from './found-fields.ts'
import type { Imported, ImportedTask, ImportReader } from './imported.ts'
import { firstValue, type JsonLine } from './lines.ts'
import { metadataOf } from './metadata.ts'
import { cornersOf, pictureInputs, pictureTask } from './picture-task.ts'
import { allowOverlaps, arePlaces, codePointsBefore, isCountedInTwoWays } from './places-in-text.ts'
import { textInputs, textTask } from './text-task.ts'

type Entry = Record<string, unknown>

/** doccano's JSONL: a text or a picture a line, with its labels under a key that says what they are. */
export const doccano: ImportReader<JsonLine[]> = {
  title: 'doccano',
  detect(lines) {
    const first = firstValue(lines)
    return isObject(first) && subjectOf(first) !== null && Object.keys(first).some((key) => Object.hasOwn(parts, key))
  },
  read(lines) {
    const fields = new FoundFields()
    const hasPictures = isPictured(firstValue(lines) as Entry)
    const tasks = lines.map((line) => readLine(line, hasPictures, fields))
    const inputs = hasPictures ? pictureInputs : textInputs
    const relations = lines.filter(
      ({ value }) => isObject(value) && Array.isArray(value.relations) && value.relations[0],
    )
    const notes =
      relations.length > 0 ? [`Relations are not taken, the texts that have some are: ${relations.length}.`] : []
    const odd = tasks.filter(
      ({ item, answer }) => isCountedInTwoWays(item.text ?? '') && answer && Object.values(answer).some(arePlaces),
    )
    if (odd.length > 0)
      notes.push(
        `Texts with emoji or other rare characters in which places are marked: ${odd.length}. They are read as doccano counts unless a project of it counts grapheme clusters; look at some of them.`,
      )
    return { inputs, fields: allowOverlaps(fields.settle(tasks), tasks), tasks, notes } satisfies Imported
  },
}

const isPictured = (entry: Entry) => typeof entry.filename === 'string'

/** What is asked about. `data` was the name until 1.5, and `text` is before it and after it. */
const subjectKeys = ['filename', 'text', 'data']

function subjectOf(entry: Entry): string | null {
  for (const key of subjectKeys) if (typeof entry[key] === 'string') return entry[key]
  return null
}

function readLine({ row, value, fault }: JsonLine, hasPictures: boolean, fields: FoundFields): ImportedTask {
  const entry = isObject(value) ? value : {}
  const subject = subjectOf(entry)
  const task = hasPictures ? pictureTask(row, subject ?? '') : textTask(row, subject ?? '')
  if (fault !== null) return { ...task, fault }
  if (subject === null || isPictured(entry) !== hasPictures)
    return { ...task, fault: `It has no ${hasPictures ? 'filename' : 'text'}.` }
  const { id } = entry
  const metadata = {
    ...(typeof id === 'number' && { doccano_id: id }),
    ...metadataOf(entry, ['id', ...subjectKeys, ...Object.keys(parts)]),
  }
  if (Object.keys(metadata).length > 0) task.metadata = metadata
  for (const [key, read] of Object.entries(parts)) {
    const part = entry[key]
    // Nothing chosen is all that tells who has not answered.
    if (part === undefined || (Array.isArray(part) && part.length === 0)) continue
    task.fault ??= read(task, key, typeof part === 'string' ? [part] : part, fields)
  }
  return task
}

/** Adds what is said under a key to the answer. @returns why it cannot */
type Part = (task: ImportedTask, key: string, said: unknown, fields: FoundFields) => string | null

const labels: Part = (task, key, said, fields) => {
  if (!Array.isArray(said)) return `Its "${key}" is no list.`
  if (said.every((one) => typeof one === 'string')) return fields.tick(task, key, said)
  const spans = said.map((one) => spanOf(one, task.item.text ?? ''))
  return spans.every((span) => span !== null)
    ? fields.mark(task, key, 'spans', spans)
    : `Its "${key}" has something that is neither a label nor a place in the text.`
}

/** As `[start, end, label]`, or where relations are exported with names. doccano counts as JavaScript does, unless its project counts clusters. */
function spanOf(said: unknown, text: string) {
  const [start, end, label] = Array.isArray(said)
    ? said
    : isObject(said)
      ? [said.start_offset, said.end_offset, said.label]
      : []
  const span = { label, start: codePointsBefore(text, start), end: codePointsBefore(text, end) }
  return typeof span.label === 'string' && span.start !== null && span.end !== null
    ? { label: span.label, start: span.start, end: span.end }
    : null
}

const parts: Record<string, Part> = {
  label: labels,
  labels,
  cats: labels,
  entities: labels,
  bbox(task, key, said, fields) {
    const boxes = (Array.isArray(said) ? said : [null]).map((one) => {
      const numbers = isObject(one) ? numbersOf(one, ['x', 'y', 'width', 'height']) : null
      return numbers && { ...labelOf(one), x: numbers[0]!, y: numbers[1]!, width: numbers[2]!, height: numbers[3]! }
    })
    if (!boxes.every((box) => box !== null)) return `A box under "${key}" has no four numbers.`
    return fields.mark(task, 'objects', 'boxes', boxes)
  },
  segmentation(task, key, said, fields) {
    const outlines = (Array.isArray(said) ? said : [null]).map((one) => {
      const points = isObject(one) && Array.isArray(one.points) ? cornersOf(one.points) : null
      return points && { ...labelOf(one), points }
    })
    if (!outlines.every((outline) => outline !== null)) return `An outline under "${key}" has no corners.`
    return fields.mark(task, 'outlines', 'polygons', outlines)
  },
}

function labelOf({ label }: Entry): { label?: string } {
  return typeof label === 'string' ? { label } : {}
}
