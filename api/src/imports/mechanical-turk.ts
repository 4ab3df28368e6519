import { mediumOf } from '../media/media.ts'
import { agreed } from './agreed.ts'
import { isObject, numbersOf } from './entry.ts'
import { fieldName } from './field-name.ts'
import { FoundFields } from './found-fields.ts'
import type { Imported, ImportedInput, ImportedTask, ImportReader } from './imported.ts'
import { sizeOf } from './picture-task.ts'
import type { Table } from './table.ts'
import { type Answers, answersOf, type TurkField, turkFields } from './turk-answers.ts'
import { numberOf } from './xml.ts'

type Row = Table['rows'][number]
/** A question and the answers of several people; rejected ones are left out. */
type Hit = { task: ImportedTask; answers: Answers[] }
type InputColumn = ImportedInput & { at: number }

/**
 * The results of a batch of Mechanical Turk: a row an answer. Tasks are made of the columns `Input.*`; an earlier label is what at least
 * two people, and more than half of those who were asked, said alike.
 */
export const mechanicalTurk: ImportReader<Table> = {
  title: 'Mechanical Turk',
  detect: ({ titles }) => titles.includes('HITId') && titles.some((title) => title.startsWith('Input.')),
  read(table) {
    const inputs = inputColumns(table)
    const hits = new Map<string, Hit>()
    for (const row of table.rows) addRow(hits, table.titles, row, inputs)
    const turk = [...hits.values()]
    const asked = turkFields(turk.flatMap(({ answers }) => answers))
    const fields = new FoundFields()
    for (const { name, type, labels, isSeveral } of asked) {
      fields.list(name, type, labels)
      if (isSeveral) fields.allowSeveral(name)
    }
    // Remarks that few people make.
    const typed = new Set(asked.filter(({ holds }) => holds === 'text').map(({ name }) => name))
    const open = turk.filter((hit) => !label(hit, asked, fields)).length
    const tasks = turk.map(({ task }) => task)
    return {
      inputs: inputs.map(({ name, type, required }) => ({ name, type, ...(required === false && { required }) })),
      fields: fields.settle(tasks).map((field) => (typed.has(field.name) ? { ...field, required: false } : field)),
      tasks,
      notes:
        open > 0
          ? [
              `Tasks on which no two people, or not more than half, said the same, so that they have no earlier label: ${open}.`,
            ]
          : [],
    } satisfies Imported
  },
}

const picture = /^[^\n]*\.(jpe?g|png|webp|gif|avif|tiff?)(\?[^\n]*)?$/i

function inputColumns({ titles, rows }: Table): InputColumn[] {
  const names = new Set<string>()
  return titles.flatMap((title, at) => {
    if (!title.startsWith('Input.')) return []
    let name = fieldName(title.slice('Input.'.length))
    while (names.has(name)) name = `${name.slice(0, 61)}_2`
    names.add(name)
    const values = rows.map(({ cells }) => cells[at] ?? '').filter((value) => value !== '')
    const type = values.length > 0 && values.every((value) => picture.test(value)) ? 'image' : 'text'
    return [{ name, type, at, required: values.length === rows.length } as const]
  })
}

function addRow(hits: Map<string, Hit>, titles: readonly string[], row: Row, inputs: readonly InputColumn[]): void {
  const cell = (title: string) => row.cells[titles.indexOf(title)] ?? ''
  const id = cell('HITId')
  // A row without an id is a task of its own, so that its fault is told.
  const hit = hits.get(id || `row ${row.row}`) ?? { task: taskOf(row, id, inputs), answers: [] }
  hits.set(id || `row ${row.row}`, hit)
  if (row.fault !== null || !cell('AssignmentId') || cell('AssignmentStatus') === 'Rejected') return
  const answers = answersOf(titles, row.cells)
  const [width, height] = ['width', 'height'].map((side) => findEnding(answers, `.inputImageProperties.${side}`))
  hit.task.size ??= sizeOf(numberOf(width), numberOf(height))
  hit.answers.push(answers)
}

function taskOf({ row, cells, fault }: Row, id: string, inputs: readonly InputColumn[]): ImportedTask {
  const sent = inputs.filter(({ at }) => (cells[at] ?? '').trim() !== '')
  const item = Object.fromEntries(sent.map(({ name, at }) => [name, cells[at] as string]))
  const called = sent.find((input) => mediumOf(input).keeps === 'file')
  const task: ImportedTask = { row, name: called ? cells[called.at]! : null, item, size: null, answer: null, fault }
  if (id === '') task.fault ??= 'It has no HITId.'
  if (sent.length === 0) task.fault ??= 'It has nothing to ask about.'
  return id === '' ? task : { ...task, external_id: id }
}

function findEnding(answers: Answers, ending: string): string | undefined {
  return [...answers].find(([key]) => key.endsWith(ending))?.[1]
}

/** Gives a task the answer that people agree on. @returns whether they do, on all that any of them was asked */
function label({ task, answers }: Hit, asked: readonly TurkField[], fields: FoundFields): boolean {
  const said = asked.map((field) => ({ field, value: agreed(answers.map((one) => field.read(one))) }))
  const weighed = said.filter(({ field, value }) => field.holds !== 'text' && value !== undefined)
  if (weighed.length === 0 || weighed.some(({ value }) => value === null)) return false
  for (const { field, value } of said) {
    if (value === undefined || value === null) continue
    if (field.holds === 'objects') task.fault ??= fields.mark(task, field.name, field.type, value.map(boxOf))
    else if (field.holds === 'choices') task.fault ??= fields.tick(task, field.name, value as string[])
    else task.fault ??= fields.write(task, field.name, String(value[0]))
  }
  return true
}

function boxOf(value: unknown) {
  const [x, y, width, height] = (isObject(value) && numbersOf(value, ['left', 'top', 'width', 'height'])) || []
  return { ...(isObject(value) && typeof value.label === 'string' && { label: value.label }), x, y, width, height }
}
