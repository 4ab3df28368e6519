import { FoundAttributes } from './found-attributes.ts'
import type { ImportedField, ImportedTask } from './imported.ts'

/** A field while the file is read: what it can be is known at the end. */
type Found = {
  type: string
  name: string
  values: Set<string>
  isSeveral: boolean
  isGiven?: boolean
  attributes: FoundAttributes
}

// More and longer ones than a list can have were typed, and not chosen.
const maxOptions = 500
const maxOptionLength = 200

const chosen = 'checkbox'
const typed = 'textarea'

/** The form that the answers of a file are of, found while they are read. What cannot be added says why, as a sentence. */
export class FoundFields {
  private readonly fields = new Map<string, Found>()

  /** Objects of a field, each with a place; none says that there is nothing. */
  mark(task: ImportedTask, name: string, type: string, objects: readonly { label?: string }[]): string | null {
    const fault = this.list(
      name,
      type,
      objects.flatMap(({ label }) => label ?? []),
    )
    if (fault) return fault
    const list = answerOf(task)[name]
    if (Array.isArray(list)) list.push(...objects)
    else answerOf(task)[name] = [...objects]
    return null
  }

  /** What is said of an object of a field that is marked already, by the file's own names. undefined: nothing. */
  say(name: string, values: Readonly<Record<string, string>>): object | undefined {
    return this.fields.get(name)?.attributes.add(values)
  }

  /** Attributes that cannot be asked, once all is settled. */
  readonly left: string[] = []

  /** What was chosen of a field. */
  tick(task: ImportedTask, name: string, labels: readonly string[]): string | null {
    const fault = this.list(name, chosen, labels)
    if (!fault) answerOf(task)[name] = [...labels]
    return fault
  }

  /** What was typed into a field. */
  write(task: ImportedTask, name: string, text: string): string | null {
    const fault = this.list(name, typed, [])
    if (!fault) answerOf(task)[name] = text
    return fault
  }

  /** One value of a kind that has no classes, such as a number. */
  give(task: ImportedTask, name: string, type: string, value: unknown): string | null {
    const fault = this.list(name, type, [])
    if (fault) return fault
    this.fields.get(name)!.isGiven = true
    answerOf(task)[name] = value
    return null
  }

  /** A field that the file has, and labels of it, whether an answer has them or not. */
  list(name: string, type: string, labels: readonly string[]): string | null {
    const field = this.fields.get(name) ?? {
      ...{ type, name, values: new Set<string>(), isSeveral: false },
      attributes: new FoundAttributes(),
    }
    if (field.type !== type) return `"${name}" has answers of two types.`
    for (const label of labels) field.values.add(label)
    this.fields.set(name, field)
    return null
  }

  /** Several may be chosen of a field, also where an answer that is taken has one alone. */
  allowSeveral(name: string): void {
    const field = this.fields.get(name)
    if (field) field.isSeveral = true
  }

  /** Objects that nobody marked are none; one choice each makes radio buttons, for who ticked one elsewhere may have ticked several. */
  settle(tasks: readonly ImportedTask[]): ImportedField[] {
    const answers = tasks.flatMap(({ answer }) => (answer ? [answer] : []))
    return [...this.fields.values()].map((field) => {
      const { name, type, values } = field
      if (type === typed || field.isGiven) return { type, name, ...optional(name, answers) }
      if (type === chosen) return settleChoices(field, answers)
      for (const answer of answers) answer[name] ??= []
      const { attributes, left } = field.attributes.settle()
      this.left.push(...left)
      return { type, name, ...optionsOf(values), ...(attributes.length > 0 && { attributes }) }
    })
  }
}

function settleChoices({ name, values, isSeveral }: Found, answers: Record<string, unknown>[]): ImportedField {
  const areSeveral = isSeveral || answers.some((answer) => ((answer[name] as unknown[]) ?? []).length > 1)
  if (areSeveral) return { type: chosen, name, ...optional(name, answers), ...optionsOf(values) }
  for (const answer of answers) {
    const [choice] = (answer[name] as unknown[]) ?? []
    if (choice === undefined) delete answer[name]
    else answer[name] = choice
  }
  const isTyped = values.size > maxOptions || [...values].some((value) => value.length > maxOptionLength)
  const left = optional(name, answers)
  return isTyped ? { type: typed, name, ...left } : { type: 'radio', name, ...left, ...optionsOf(values) }
}

/** What somebody who answered left out could be left out. */
function optional(name: string, answers: readonly Record<string, unknown>[]): Pick<ImportedField, 'required'> {
  return answers.some((answer) => answer[name] === undefined) ? { required: false } : {}
}

function optionsOf(values: ReadonlySet<string>): Pick<ImportedField, 'options'> {
  return values.size > 0 ? { options: [...values].map((value) => ({ value })) } : {}
}

/** Without a prototype: a field may be called "constructor". */
function answerOf(task: ImportedTask): Record<string, unknown> {
  task.answer ??= Object.create(null) as Record<string, unknown>
  return task.answer
}
