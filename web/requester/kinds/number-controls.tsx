import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { KindControls, PropertiesProps } from './kind.ts'
import { NumberCorrection } from './number-correction.tsx'
import { OptionalNumber } from './optional.tsx'

type NumberField = FieldOf<'number'>

export const numberControls: KindControls<NumberField> = { Properties, Correction: NumberCorrection }

function Properties({ field, pointer, change }: PropertiesProps<NumberField>) {
  return (
    <>
      <OptionalNumber label="Lowest" field={field} name="min" pointer={pointer} change={change} />
      <OptionalNumber label="Highest" field={field} name="max" pointer={pointer} change={change} />
      <OptionalNumber label="Steps of" field={field} name="step" pointer={pointer} change={change} />
      <OptionalNumber
        label="The same answer up to"
        description="How far two answers may lie apart. Empty: only equal numbers are the same, unless people usually differ a little, as they do when they measure."
        placeholder="equal numbers"
        field={field}
        name="tolerance"
        pointer={pointer}
        change={change}
      />
    </>
  )
}
