import type { ImportedField, ImportedTask } from './imported.ts'

/** A field while the file is read: what it can be is known at the end. */
type Found = { type: string; name: string; values: Set<string>; isTicked: boolean }

// More and longer ones than a list can have were typed, and not chosen.
const maxOptions = 500
const maxOptionLength = 200

/** The form that the answers of a file are of, found while they are read. What cannot be added says why, as a sentence. */
export class FoundFields {
  private readonly fields = new Map<string, Found>()

  /** Objects of a field, each with a place; none says that there is nothing. */
  mark(task: ImportedTask, name: string, type: string, objects: readonly { label?: string }[]): string | null {
    const fault = this.meet(
      { name, type, isTicked: false },
      objects.flatMap(({ label }) => label ?? []),
    )
    if (fault) return fault
    const list = answerOf(task)[name]
    if (Array.isArray(list)) list.push(...objects)
    else answerOf(task)[name] = [...objects]
    return null
  }

  /** What was chosen of a field. */
  tick(task: ImportedTask, name: string, labels: readonly string[]): string | null {
    const fault = this.meet({ name, type: 'checkbox', isTicked: true }, labels)
    if (!fault) answerOf(task)[name] = [...labels]
    return fault
  }

  /** Classes that the file lists, whether an object has them or not. */
  list(name: string, type: string, labels: readonly string[]): void {
    this.meet({ name, type, isTicked: false }, labels)
  }

  /** Objects that nobody marked are none; one choice each makes radio buttons, for who ticked one elsewhere may have ticked several. */
  settle(tasks: readonly ImportedTask[]): ImportedField[] {
    const answers = tasks.flatMap(({ answer }) => (answer ? [answer] : []))
    return [...this.fields.values()].map((field) => {
      const { name, values } = field
      if (!field.isTicked) for (const answer of answers) answer[name] ??= []
      else if (answers.every((answer) => ((answer[name] as unknown[]) ?? []).length <= 1)) {
        for (const answer of answers) {
          const [choice] = (answer[name] as unknown[]) ?? []
          if (choice === undefined) delete answer[name]
          else answer[name] = choice
        }
        const isTyped = values.size > maxOptions || [...values].some((value) => value.length > maxOptionLength)
        if (isTyped) return { type: 'textarea', name }
        field.type = 'radio'
      }
      const options = [...values].map((value) => ({ value }))
      return { type: field.type, name, ...(options.length > 0 && { options }) }
    })
  }

  private meet(said: Omit<Found, 'values'>, labels: readonly string[]): string | null {
    const field = this.fields.get(said.name) ?? { ...said, values: new Set<string>() }
    if (field.type !== said.type) return `"${said.name}" has answers of two types.`
    for (const label of labels) field.values.add(label)
    this.fields.set(said.name, field)
    return null
  }
}

/** Without a prototype: a field may be called "constructor". */
function answerOf(task: ImportedTask): Record<string, unknown> {
  task.answer ??= Object.create(null) as Record<string, unknown>
  return task.answer
}
