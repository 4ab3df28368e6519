import { NumberInput } from '@mantine/core'
import type { OutputField } from '@whisker/api/fields.ts'
import { useField } from '../controls/faults.tsx'

/** A limit that may be left open. An empty control takes the key out of the field. */
export function OptionalNumber<F extends OutputField>(props: {
  label: string
  description?: string
  placeholder?: string
  field: F
  name: keyof F & string
  pointer: string
  whole?: boolean
  change: (field: OutputField) => void
}) {
  const { field, name, change } = props
  const value = field[name] as number | undefined
  return (
    <NumberInput
      label={props.label}
      description={props.description}
      placeholder={props.placeholder ?? 'no limit'}
      allowDecimal={!props.whole}
      allowNegative={!props.whole}
      value={value ?? ''}
      onChange={(next) => change(without(field, name, next === '' || next === '-' ? undefined : Number(next)))}
      {...useField(`${props.pointer}/${name}`)}
    />
  )
}

/** The field with another value of a property, or without it. */
export function without<F extends OutputField>(field: F, name: keyof F & string, value: unknown): OutputField {
  const { [name]: _before, ...rest } = field
  return { ...rest, ...(value !== undefined && { [name]: value }) } as unknown as OutputField
}
