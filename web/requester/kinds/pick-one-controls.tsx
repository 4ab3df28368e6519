import { Select } from '@mantine/core'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { OptionsProperty, shownOptions } from './choice-controls.tsx'
import type { CorrectionProps, KindControls } from './kind.ts'
import { textOf } from './text-controls.tsx'

type PickOneField = FieldOf<'select' | 'radio'>

export const pickOneControls: KindControls<PickOneField> = { Properties: OptionsProperty, Correction }

function Correction({ field, value, put, control }: CorrectionProps<PickOneField>) {
  return (
    <Select {...control} searchable clearable data={shownOptions(field)} value={textOf(value) || null} onChange={put} />
  )
}
