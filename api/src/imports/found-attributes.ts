import { fieldName } from './field-name.ts'
import type { ImportedField } from './imported.ts'

/** While the file is read: what can be said of objects is known at the end. */
type Found = { values: Set<string>; isSeveral: boolean; isShort: boolean }

// As in the form (kinds/schema/attributes.ts).
const maxAttributes = 10
const maxOptions = 100
const maxText = 200

/** What a file says of its objects besides their labels: a choice, or a short text where there are too many to choose from. */
export class FoundAttributes {
  private readonly found = new Map<string, Found>()
  private readonly said: Record<string, string | string[]>[] = []

  /** What is said of one object, by the file's own names; a list where several may be chosen. undefined: nothing. */
  add(values: Readonly<Record<string, unknown>>): Record<string, string | string[]> | undefined {
    // Without a prototype: an attribute may be called "constructor".
    const own = Object.create(null) as Record<string, string | string[]>
    for (const [name, value] of Object.entries(values)) {
      const isSeveral = Array.isArray(value)
      const texts = (isSeveral ? value : [value]).flatMap(textOf)
      if (texts.length === 0) continue
      const field = fieldName(name)
      const found = this.found.get(field) ?? { values: new Set<string>(), isSeveral: false, isShort: true }
      for (const text of texts) found.values.add(text)
      found.isSeveral ||= isSeveral
      found.isShort &&= texts.every((text) => text.length <= maxText)
      this.found.set(field, found)
      own[field] = isSeveral ? texts : texts[0]!
    }
    if (Object.keys(own).length === 0) return undefined
    this.said.push(own)
    return own
  }

  /** What a form asks of each object, and the names of what it cannot ask: of that nothing is said any more. */
  settle(): { attributes: ImportedField[]; left: string[] } {
    const taken = [...this.found].filter(([, found]) => found.isShort && canBeAsked(found)).slice(0, maxAttributes)
    const names = new Set(taken.map(([name]) => name))
    for (const own of this.said)
      for (const [name, value] of Object.entries(own))
        if (!names.has(name)) delete own[name]
        else if (this.found.get(name)?.isSeveral && typeof value === 'string') own[name] = [value]
    return {
      attributes: taken.map(([name, found]) => fieldOf(name, found)),
      left: [...this.found.keys()].filter((name) => !names.has(name)),
    }
  }
}

/** What to say of those that were left out, for who sent the file. */
export function leftNotes(left: readonly string[]): string[] {
  return left.length === 0
    ? []
    : [`Attributes that are not taken, because they are too long or too many to choose from: ${left.join(', ')}.`]
}

function canBeAsked({ isSeveral, values }: Found): boolean {
  return !isSeveral || values.size <= maxOptions
}

function fieldOf(name: string, { isSeveral, values }: Found): ImportedField {
  const options = [...values].map((value) => ({ value }))
  if (isSeveral) return { type: 'checkbox', name, required: false, options }
  return values.size > maxOptions
    ? { type: 'input', name, required: false }
    : { type: 'radio', name, required: false, options }
}

function textOf(value: unknown): string[] {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return []
  const text = String(value).trim()
  return text === '' ? [] : [text]
}
