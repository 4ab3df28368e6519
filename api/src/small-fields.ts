import type { OutputField } from './kinds/schema/output-field.ts'
import type { SmallField } from './kinds/schema/small-field.ts'

/** The fields that stand in a field, and under which of its keys: in each of its rows, or said of each of its objects. */
export function smallFieldsOf(field: OutputField): { under: 'fields' | 'attributes'; fields: readonly SmallField[] } {
  if ('fields' in field) return { under: 'fields', fields: field.fields }
  return { under: 'attributes', fields: ('attributes' in field && field.attributes) || [] }
}
