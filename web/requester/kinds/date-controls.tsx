import { TextInput } from '@mantine/core'
import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { useField } from '../controls/faults.tsx'
import type { CorrectionProps, KindControls, PropertiesProps } from './kind.ts'
import { without } from './optional.tsx'
import { textOf } from './text-controls.tsx'

type DateField = FieldOf<'date'>

export const dateControls: KindControls<DateField> = { Properties, Correction }

function Properties(props: PropertiesProps<DateField>) {
  return (
    <>
      <Limit label="First day" name="min" {...props} />
      <Limit label="Last day" name="max" {...props} />
    </>
  )
}

function Limit(props: PropertiesProps<DateField> & { label: string; name: 'min' | 'max' }) {
  const { field, pointer, change, label, name } = props
  const put = (day: string): OutputField => without(field, name, day === '' ? undefined : day)
  return (
    <TextInput
      type="date"
      label={label}
      description="Empty: no limit."
      value={field[name] ?? ''}
      onChange={(event) => change(put(event.currentTarget.value))}
      {...useField(`${pointer}/${name}`)}
    />
  )
}

function Correction({ field: { min, max }, value, put, control }: CorrectionProps<DateField>) {
  const said = (text: string): FieldValue | null => (text === '' ? null : text)
  return (
    <TextInput
      {...control}
      type="date"
      min={min}
      max={max}
      value={textOf(value)}
      onChange={(event) => put(said(event.currentTarget.value))}
    />
  )
}
