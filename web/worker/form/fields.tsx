/** @jsxImportSource preact */
import type { OutputField } from '@whisker/api/fields.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import { usePage } from '../page.ts'
import { pointerOf } from '../work/send.ts'
import { ChoiceField, SelectField } from './choice-field.tsx'
import type { DraftItem, DraftValue } from './draft.ts'
import { faultWords } from './fault-words.ts'
import type { FieldProps } from './field-frame.tsx'
import { RatingField } from './rating-field.tsx'
import type { Spot } from './spot.ts'
import { TextField } from './text-field.tsx'

type Props = {
  item: number
  fields: readonly OutputField[]
  values: DraftItem
  faults: readonly FieldProblem[]
  active: Spot
  onValue(spot: Spot, value: DraftValue): void
  onPick(spot: Spot, index: number): void
  onFocus(spot: Spot): void
}

export function spotId({ item, field }: Spot): string {
  return `f-${item}-${field}`
}

/**
 * The form of one item. Its controls are kept from task to task (the keys are names of fields): the keyboard of a phone
 * stays open, and nothing is built again between two answers.
 */
export function Fields({ item, fields, values, faults, active, onValue, onPick, onFocus }: Props) {
  const { t } = usePage()
  return (
    <>
      {fields.map((field, index) => {
        const spot = { item, field: index }
        const fault = faults.find(({ pointer }) => pointer === pointerOf(item, field.name))
        return (
          <div key={field.name} onFocusIn={() => onFocus(spot)}>
            <Field
              field={field}
              id={spotId(spot)}
              value={values[field.name]}
              active={active.item === item && active.field === index}
              fault={fault && faultWords(t, field, fault)}
              onValue={(value) => onValue(spot, value)}
              onPick={(choice) => onPick(spot, choice)}
            />
          </div>
        )
      })}
    </>
  )
}

function Field({ field, ...props }: FieldProps) {
  switch (field.type) {
    case 'radio':
    case 'checkbox':
      return <ChoiceField field={field} {...props} />
    case 'select':
      return <SelectField field={field} {...props} />
    case 'rating':
      return <RatingField field={field} {...props} />
    default:
      return <TextField field={field} {...props} />
  }
}
