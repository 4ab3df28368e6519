import type { FieldValue } from '@whisker/api/fields.ts'
import type { SmallValues } from '@whisker/api/kinds/schema/small-field.ts'
import { smallControlsOf } from './small-controls.ts'
import type { SmallField } from './small-kinds.ts'

type Props = {
  fields: readonly SmallField[]
  values: SmallValues
  /** Which of several things it is said of. */
  of: string
  put: (values: SmallValues) => void
}

/** What is said of a thing: each small field with the control of its kind. */
export function SmallCorrections({ fields, values, of, put }: Props) {
  return fields.map((small) => {
    const { Correction } = smallControlsOf(small)
    return (
      <Correction
        key={small.name}
        field={small}
        value={values[small.name]}
        put={(next) => put(withSmall(values, small.name, next))}
        control={{ label: `${small.label || small.name}, ${of}`, error: undefined, 'data-autofocus': undefined }}
      />
    )
  })
}

function withSmall(values: SmallValues, name: string, value: FieldValue | null): SmallValues {
  const { [name]: _before, ...others } = values
  const isEmpty = value === null || value === '' || (Array.isArray(value) && value.length === 0)
  return isEmpty ? others : { ...others, [name]: value as SmallValues[string] }
}
