import { isObject, numbersOf } from './entry.ts'
import { fieldName } from './field-name.ts'
import { FoundFields } from './found-fields.ts'
import type { Imported, ImportedTask, ImportReader } from './imported.ts'
import { firstValue, type JsonLine } from './lines.ts'
import { pictureInputs, pictureTask, sizeOf } from './picture-task.ts'
import { textInputs, textTask } from './text-task.ts'

type Entry = Record<string, unknown>
/** What a job said of a line: the value under its name, and what is known of that. */
type Label = { name: string; value: unknown; about: Entry }

const suffix = '-metadata'

/** The augmented manifest of SageMaker Ground Truth and Rekognition: a picture or a text a line, and what each job said of it. */
export const groundTruth: ImportReader<JsonLine[]> = {
  title: 'Ground Truth',
  detect(lines) {
    const first = firstValue(lines)
    if (!isObject(first)) return false
    return typeof first['source-ref'] === 'string' || (typeof first.source === 'string' && labelsOf(first).length > 0)
  },
  read(lines) {
    const fields = new FoundFields()
    const hasPictures = typeof (firstValue(lines) as Entry)['source-ref'] === 'string'
    let guessed = 0
    const tasks = lines.map((line) => {
      const task = begin(line, hasPictures)
      for (const label of task.fault === null ? labelsOf(line.value as Entry) : []) {
        if (label.about['human-annotated'] === 'no') guessed++
        else task.fault ??= addLabel(task, label, fields)
      }
      return task
    })
    const notes = guessed > 0 ? [`Labels that a model made and no person are not taken: ${guessed}.`] : []
    return {
      inputs: hasPictures ? pictureInputs : textInputs,
      fields: fields.settle(tasks),
      tasks,
      notes,
    } satisfies Imported
  },
}

function begin({ row, value, fault }: JsonLine, hasPictures: boolean): ImportedTask {
  const said = isObject(value) ? value[hasPictures ? 'source-ref' : 'source'] : undefined
  const task = hasPictures ? pictureTask(row, String(said ?? '')) : textTask(row, String(said ?? ''))
  if (fault === null && typeof said !== 'string') task.fault = `It has no "${hasPictures ? 'source-ref' : 'source'}".`
  return { ...task, fault: task.fault ?? fault }
}

function labelsOf(entry: Entry): Label[] {
  return Object.entries(entry).flatMap(([key, about]) => {
    const name = key.slice(0, -suffix.length)
    return key.endsWith(suffix) && isObject(about) ? [{ name, value: entry[name], about }] : []
  })
}

/** @returns why it cannot be taken */
function addLabel(task: ImportedTask, { name, value, about }: Label, fields: FoundFields): string | null {
  const classes = isObject(about['class-map']) ? about['class-map'] : {}
  const names = Object.values(classes).filter((one) => typeof one === 'string')
  // The job has failed on it.
  if (value === undefined || value === null) return null
  if (isObject(value) && Array.isArray(value.annotations)) {
    const [size] = Array.isArray(value.image_size) ? value.image_size : []
    task.size = isObject(size) ? sizeOf(size.width, size.height) : null
    fields.list(fieldName(name), 'boxes', names)
    const boxes = value.annotations.map((one) => boxOf(one, classes))
    if (!boxes.every((box) => box !== null))
      return `A box of "${name}" has no four numbers, or is of a class without a name.`
    return fields.mark(task, fieldName(name), 'boxes', boxes)
  }
  if (typeof about['class-name'] === 'string') return fields.tick(task, fieldName(name), [about['class-name']])
  const chosen = Array.isArray(value) ? value.map((one) => classes[String(one)]) : [undefined]
  if (chosen.every((one) => typeof one === 'string')) return fields.tick(task, fieldName(name), chosen)
  return `"${name}" is of the type "${String(about.type).slice(0, 50)}", which is not taken.`
}

function boxOf(value: unknown, classes: Entry) {
  const numbers = isObject(value) ? numbersOf(value, ['left', 'top', 'width', 'height']) : null
  const label = isObject(value) ? classes[String(value.class_id)] : undefined
  if (!numbers || typeof label !== 'string') return null
  const [x, y, width, height] = numbers as [number, number, number, number]
  return { label, x, y, width, height }
}
