import { MultiSelect } from '@mantine/core'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { chosenOf } from './checkbox.ts'
import { OptionsProperty, shownOptions } from './choice-controls.tsx'
import type { CorrectionProps, KindControls, PropertiesProps } from './kind.ts'
import { OptionalNumber } from './optional.tsx'

type CheckboxField = FieldOf<'checkbox'>

export const checkboxControls: KindControls<CheckboxField> = { Properties, Correction }

function Properties(props: PropertiesProps<CheckboxField>) {
  return (
    <>
      <OptionsProperty {...props} />
      <OptionalNumber {...props} label="At least this many" name="min_count" whole />
      <OptionalNumber {...props} label="At most this many" name="max_count" whole />
    </>
  )
}

function Correction({ field, value, put, control }: CorrectionProps<CheckboxField>) {
  return <MultiSelect {...control} searchable data={shownOptions(field)} value={chosenOf(value)} onChange={put} />
}
