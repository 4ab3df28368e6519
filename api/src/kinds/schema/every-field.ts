import { z } from 'zod'
import { text } from '../../text.ts'

/** Names of fields are keys in JSON and headers of CSV columns: letters, digits and `_`. */
export const FieldName = z.string().regex(/^[A-Za-z][A-Za-z0-9_]{0,62}$/, {
  error: 'must begin with a letter and consist of at most 63 letters, digits and _',
})

/** What each output field has. */
export const everyField = {
  name: FieldName,
  label: text(200).default(''),
  help: text(1000).default(''),
  required: z.boolean().default(true),
}

/** Says that `path` is wrong where the lower of two limits is above the upper one. */
export function ordered<F>(path: string & keyof F, message: string, limits: (field: F) => (number | undefined)[]) {
  return (context: z.core.ParsePayload<F>) => {
    const [low, high] = limits(context.value)
    if (low === undefined || high === undefined || low <= high) return
    context.issues.push({ code: 'custom', input: context.value, path: [path], message })
  }
}
