import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { FieldObject, FieldValue, InputField, OutputField } from '@whisker/api/fields.ts'
import { subjectName } from '@whisker/api/subject-faults.ts'
import type { Mark } from '../../ui/marks.tsx'
import { kindOf } from './kinds.ts'

/** What of these values is of places in one input field, to be drawn there. */
export function marksIn(
  input: string,
  values: AnswerItem,
  form: readonly OutputField[],
  inputs: readonly InputField[],
): readonly Mark[] {
  return form.flatMap((field) => {
    const value = values[field.name]
    const { marks } = kindOf(field)
    return marks && isListOfObjects(value) && subjectName(field, inputs) === input ? marks(field, value) : []
  })
}

/** A value from an older form may be of another kind. */
function isListOfObjects(value: FieldValue | undefined): value is FieldObject[] {
  return Array.isArray(value) && value.every((one) => typeof one === 'object' && !Array.isArray(one))
}
