import { z } from 'zod'
import { nonEmptyText, text } from '../../text.ts'

/** A choice: `value` is what the requester gets, `label` is what the worker reads. */
export const Option = z.strictObject({ value: nonEmptyText(200), label: text(200).default('') }).meta({ id: 'Option' })
export type Option = z.infer<typeof Option>
