import { NumberInput } from '@mantine/core'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { useField } from '../controls/faults.tsx'
import type { KindControls, PropertiesProps } from './kind.ts'
import { NumberCorrection } from './number-correction.tsx'

type RatingField = FieldOf<'rating'>

export const ratingControls: KindControls<RatingField> = { Properties, Correction: NumberCorrection }

function Properties({ field, pointer, change }: PropertiesProps<RatingField>) {
  return (
    <NumberInput
      label="Stars"
      description="From 2 to 10; the lowest is 1."
      min={2}
      max={10}
      allowDecimal={false}
      value={field.max}
      onChange={(value) => change({ ...field, max: Number(value) })}
      {...useField(`${pointer}/max`)}
    />
  )
}
