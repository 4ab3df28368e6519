import { isDay } from '../kinds/date.ts'
import { isObject, numbersOf } from './entry.ts'
import type { FoundFields } from './found-fields.ts'
import type { ImportedTask } from './imported.ts'
import { sizeOf } from './picture-task.ts'
import { codePointsBefore, isCountedInTwoWays } from './places-in-text.ts'

type Entry = Record<string, unknown>
/** A part of an answer: of a control, with what was said there. */
export type Region = { name: string; type: string; value: Entry; entry: Entry }

/** Adds what a part says to the answer of its task. @returns why it cannot, as a sentence */
type Part = (task: ImportedTask, region: Region, fields: FoundFields) => string | null

/** Whether parts of this type are taken. Controls of others are left out, and the rest of the row is taken. */
export function isTaken(type: string): boolean {
  return Object.hasOwn(parts, type)
}

export const addPart: Part = (task, region, fields) => parts[region.type]!(task, region, fields)

const choices: Part = (task, { name, type, value }, fields) => {
  const said = Array.isArray(value[type]) ? (value[type] as unknown[]) : []
  // Of a taxonomy the way to each choice.
  const labels = said.map((one) => (Array.isArray(one) ? one.join(' / ') : one))
  return labels.every((label) => typeof label === 'string')
    ? fields.tick(task, name, labels)
    : `A label of "${name}" is no text.`
}

/** What of a picture has a place. `place`: in pixels, by how many of them a percent is; null: it has none. */
function placed(type: string, place: (value: Entry, x: number, y: number) => object | null): Part {
  return (task, { name, type: own, value, entry }, fields) => {
    const labels = Array.isArray(value[own]) ? (value[own] as unknown[]) : []
    if (!labels.every((label) => typeof label === 'string')) return `A label of "${name}" is no text.`
    if (labels.length !== 1) return `An object of "${name}" has ${labels.length} labels; it needs one.`
    if (typeof entry.image_rotation === 'number' && entry.image_rotation % 360 !== 0)
      return `The picture was turned by ${entry.image_rotation} degrees while it was labeled, so it is not clear where its labels are.`
    if (typeof value.rotation === 'number' && value.rotation % 360 !== 0)
      return `A box of "${name}" is turned by ${value.rotation} degrees; only boxes with level sides are taken.`
    const size = sizeOf(entry.original_width, entry.original_height)
    const at = size && place(value, size.width / 100, size.height / 100)
    if (!at) return `An object of "${name}" has no place in a picture of known size.`
    task.size = size
    return fields.mark(task, name, type, [{ label: labels[0] as string, ...at }])
  }
}

/** One value of a kind, or what is wrong with it. */
function single(type: string, isGood: (value: unknown) => boolean): Part {
  return (task, { name, type: own, value }, fields) =>
    isGood(value[own]) ? fields.give(task, name, type, value[own]) : `What was said of "${name}" is no ${type}.`
}

const isNumber = (value: unknown) => typeof value === 'number' && Number.isFinite(value)

const parts: Record<string, Part> = {
  choices,
  taxonomy: choices,
  rating: single('rating', (value) => isNumber(value) && Number.isInteger(value)),
  number: single('number', isNumber),
  datetime: single('date', (value) => typeof value === 'string' && isDay(value)),
  rectanglelabels: placed('boxes', (value, x, y) => {
    const [left, top, width, height] = numbersOf(value, ['x', 'y', 'width', 'height']) ?? []
    if (left === undefined || top === undefined || width === undefined || height === undefined) return null
    return { x: left * x, y: top * y, width: width * x, height: height * y }
  }),
  keypointlabels: placed('points', (value, x, y) => {
    const [left, top] = numbersOf(value, ['x', 'y']) ?? []
    return left === undefined || top === undefined ? null : { x: left * x, y: top * y }
  }),
  polygonlabels: placed('polygons', ({ points }, x, y) => {
    if (!Array.isArray(points) || !points.every((one) => Array.isArray(one) && numbersOf({ ...one }, ['0', '1'])))
      return null
    return { points: points.map(([left, top]) => [left * x, top * y]) }
  }),
  labels(task, { name, value }, fields) {
    const labels = Array.isArray(value.labels) ? value.labels : []
    const place = spanOf(task.item.text ?? '', value)
    if (labels.length !== 1 || typeof labels[0] !== 'string') return `A part of "${name}" needs one label.`
    return place
      ? fields.mark(task, name, 'spans', [{ label: labels[0], ...place }])
      : `A part of "${name}" has no place in its text.`
  },
  textarea(task, { name, value }, fields) {
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

/** @returns null: it does not say which control it is of */
export function regionOf(entry: unknown): Region | null {
  if (!isObject(entry) || !isObject(entry.value)) return null
  const { from_name: name, type, value } = entry
  if (typeof name !== 'string' || !/^[A-Za-z]\w{0,62}$/.test(name)) return null
  return { name, type: String(type), value, entry }
}
