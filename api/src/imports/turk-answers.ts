import { isObject } from './entry.ts'
import { fieldName } from './field-name.ts'

/** What one person gave, by the way to it with dots between: `category.label`. */
export type Answers = ReadonlyMap<string, string>

/** A field of the form that people had before them. `read`: a person's answer; null: none. */
export type TurkField = {
  name: string
  type: string
  holds: 'objects' | 'choices' | 'text'
  /** Some people chose more than one of it. */
  isSeveral: boolean
  labels: string[]
  read(answers: Answers): readonly unknown[] | null
}

const begin = 'Answer.'
// More different ones than this were typed.
const maxChoices = 50

/** A column a way, or all as JSON in one column `Answer.taskAnswers`. */
export function answersOf(titles: readonly string[], cells: readonly string[]): Answers {
  const answers = new Map<string, string>()
  for (const [at, title] of titles.entries()) {
    const cell = (cells[at] ?? '').trim()
    if (!title.startsWith(begin) || cell === '') continue
    if (title === `${begin}taskAnswers`) flatten(parse(cell), '', answers)
    else answers.set(title.slice(begin.length), cell)
  }
  return answers
}

function flatten(value: unknown, way: string, answers: Map<string, string>): void {
  if (way === '' && Array.isArray(value)) for (const one of value) flatten(one, way, answers)
  else if (isObject(value))
    for (const [key, one] of Object.entries(value)) flatten(one, way === '' ? key : `${way}.${key}`, answers)
  else if (value !== null && value !== '' && way !== '')
    answers.set(way, typeof value === 'string' ? value : JSON.stringify(value))
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** The fields that answers are of, as the elements of Mechanical Turk's forms write them. */
export function turkFields(all: readonly Answers[]): TurkField[] {
  const values = new Map<string, string[]>()
  for (const answers of all)
    for (const [way, value] of answers) {
      const list = values.get(way)
      if (list) list.push(value)
      else values.set(way, [value])
    }
  const groups = new Map<string, Map<string, string>>()
  const fields: TurkField[] = []
  for (const [way, said] of values) {
    const group = groupOf(way, said)
    if (group) {
      const options = groups.get(group.name) ?? new Map<string, string>()
      groups.set(group.name, options.set(way, group.option))
    } else if (!/\.inputImageProperties\.\w+$/.test(way)) fields.push(fieldOf(way, said))
  }
  return apart([...fields, ...[...groups].map(([name, options]) => groupField(name, options, all))])
}

/** Ways that differ in what no name of a field can have. */
function apart(fields: TurkField[]): TurkField[] {
  const names = new Set<string>()
  return fields.map((field) => {
    let { name } = field
    while (names.has(name)) name = `${name.slice(0, 61)}_2`
    names.add(name)
    return { ...field, name }
  })
}

/** Buttons and boxes to tick have a column each, with true or false. */
function groupOf(way: string, said: readonly string[]): { name: string; option: string } | null {
  if (!said.every((value) => /^(true|false)$/i.test(value))) return null
  const parts = way.replace(/\.on$/, '').split('.')
  const option = parts.pop() as string
  return parts.length === 0 ? null : { name: parts.join('.'), option }
}

function groupField(name: string, options: ReadonlyMap<string, string>, all: readonly Answers[]): TurkField {
  const read = (answers: Answers) => {
    const there = [...options].filter(([way]) => answers.has(way))
    const ticked = there.filter(([way]) => answers.get(way)?.toLowerCase() === 'true').map(([, option]) => option)
    return there.length === 0 ? null : ticked.sort()
  }
  // Buttons, of which each has pressed one, are no boxes to tick.
  const isSeveral = all.some((answers) => (read(answers)?.length ?? 1) !== 1)
  return { name: fieldName(name), type: 'checkbox', holds: 'choices', isSeveral, labels: [...options.values()], read }
}

function fieldOf(way: string, said: readonly string[]): TurkField {
  const [, path = way, ending = ''] = /^(.+)\.(label|labels|boundingBoxes|on)$/.exec(way) ?? []
  const name = fieldName(path)
  const read = (list: (value: string) => readonly unknown[]) => (answers: Answers) => {
    const value = answers.get(way)
    return value === undefined ? null : list(value)
  }
  if (ending === 'boundingBoxes') {
    const labels = said.flatMap(boxesOf).flatMap((box) => (isObject(box) ? String(box.label) : []))
    return { name, type: 'boxes', holds: 'objects', isSeveral: false, labels, read: read(boxesOf) }
  }
  const isSeveral = ending === 'labels' || (ending === '' && said.some((value) => value.includes('|')))
  const list = isSeveral ? severalOf : (value: string) => [value]
  const labels = [...new Set(said.flatMap(list))]
  // What people choose from, several of them choose.
  const isRare = labels.length > maxChoices || labels.length * 2 > said.length
  const isTyped = ending === '' && (isRare || labels.some((label) => label.length > 200))
  if (isTyped) return { name, type: 'textarea', holds: 'text', isSeveral, labels: [], read: read((value) => [value]) }
  return { name, type: 'checkbox', holds: 'choices', isSeveral, labels, read: read(list) }
}

function boxesOf(value: string): readonly unknown[] {
  const boxes = parse(value)
  return Array.isArray(boxes) ? boxes : []
}

/** As JSON, or with `|` between. In one order, so that who ticked the same said the same. */
function severalOf(value: string): string[] {
  const list = parse(value)
  const labels = Array.isArray(list) ? list.map(String) : value.split('|').map((label) => label.trim())
  return labels.filter((label) => label !== '').sort()
}
