import { escapeHtml, inline } from './reference-text.ts'

/** The part of JSON Schema that the API's schemas use. */
export type Schema = {
  $ref?: string
  type?: string
  description?: string
  properties?: Record<string, Schema>
  required?: string[]
  items?: Schema
  additionalProperties?: Schema | boolean
  anyOf?: Schema[]
  oneOf?: Schema[]
  enum?: unknown[]
  const?: unknown
  default?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  format?: string
}

/** A schema as nested lists: name, kind, limits, and what it is for. */
export function describeSchema(schema: Schema): string {
  if (schema.properties)
    return `<dl class="fields">${Object.entries(schema.properties)
      .map(([name, field]) => row(name, field, schema.required ?? []))
      .join('')}</dl>`
  const variants = schema.oneOf ?? schema.anyOf
  if (variants?.some((one) => one.properties || one.$ref))
    return `<p class="note">one of</p><ul class="variants">${variants.map((one) => `<li>${one.properties ? describeSchema(one) : kind(one)}</li>`).join('')}</ul>`
  return `<p>${kind(schema)} ${inline(schema.description ?? '')}</p>`
}

function row(name: string, field: Schema, required: string[]): string {
  const nested = field.properties ? field : field.items?.properties ? field.items : null
  const notes = [
    kind(field),
    required.includes(name) ? 'required' : '',
    limits(field),
    field.default === undefined ? '' : `default <code>${escapeHtml(JSON.stringify(field.default))}</code>`,
  ]
  return `<dt><code>${escapeHtml(name)}</code> <span class="note">${notes.filter(Boolean).join(', ')}</span></dt><dd>${inline(field.description ?? '')}${nested ? describeSchema(nested) : ''}</dd>`
}

function kind(schema: Schema): string {
  if (schema.$ref) {
    const name = escapeHtml(schema.$ref.split('/').at(-1) ?? '')
    return `<a href="#schema-${name}">${name}</a>`
  }
  if (schema.const !== undefined) return `<code>${escapeHtml(JSON.stringify(schema.const))}</code>`
  if (schema.enum) return schema.enum.map((value) => `<code>${escapeHtml(String(value))}</code>`).join(' | ')
  const variants = schema.oneOf ?? schema.anyOf
  if (variants) return variants.map(kind).join(' or ')
  if (schema.type === 'array') return `list of ${schema.items ? kind(schema.items) : 'values'}`
  if (schema.type === 'object' && schema.additionalProperties && typeof schema.additionalProperties === 'object')
    return `object of ${kind(schema.additionalProperties)}`
  return schema.format ? `${schema.type} (${escapeHtml(schema.format)})` : (schema.type ?? 'any')
}

function limits(schema: Schema): string {
  const between = (low: number | undefined, high: number | undefined, what: string) => {
    // The ends of a JavaScript integer say nothing to a person.
    const min = low !== undefined && low > Number.MIN_SAFE_INTEGER ? low : undefined
    const max = high !== undefined && high < Number.MAX_SAFE_INTEGER ? high : undefined
    if (min !== undefined && max !== undefined) return `${min} to ${max}${what}`
    if (min !== undefined) return `at least ${min}${what}`
    return max === undefined ? '' : `at most ${max}${what}`
  }
  return [
    between(schema.minimum, schema.maximum, ''),
    between(schema.minLength, schema.maxLength, ' characters'),
    between(schema.minItems, schema.maxItems, ' entries'),
  ]
    .filter(Boolean)
    .join(', ')
}
