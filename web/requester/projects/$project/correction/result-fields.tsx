import type { AnswerItem } from '@whisker/api/answer-check.ts'
import { title as titleOfField } from '@whisker/api/field-names.ts'
import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import { faultIn } from '../../../../service/problem.ts'
import type { Corrected } from '../../../kinds/kind.ts'
import { controlsOf } from '../../../kinds/kind-controls.ts'

/** The fields of a form for somebody who corrects a result: every item of the task, every value. */
export function ResultFields(props: {
  form: readonly OutputField[]
  items: AnswerItem[]
  set: (items: AnswerItem[]) => void
  faults: readonly FieldProblem[]
  /** Under which name the items are sent. */
  sentAs: 'result' | 'answer'
  about: Omit<Corrected, 'item'>
}) {
  const { form, items, faults, sentAs, about } = props
  const put = (item: number, name: string, value: FieldValue | null) =>
    props.set(
      items.map((values, at) => {
        if (at !== item) return values
        const { [name]: _, ...rest } = values
        return value === null ? rest : { ...rest, [name]: value }
      }),
    )
  return items.map((values, item) =>
    form.map((field, at) => (
      <ResultField
        // biome-ignore lint/suspicious/noArrayIndexKey: items have no identity but their place
        key={`${item} ${field.name}`}
        field={field}
        label={items.length > 1 ? `${titleOfField(field)} (item ${item + 1})` : titleOfField(field)}
        value={values[field.name]}
        put={(value) => put(item, field.name, value)}
        error={faultIn(faults, `/${sentAs}/${item}/${field.name}`)}
        first={item === 0 && at === 0}
        about={{ ...about, item }}
      />
    )),
  )
}

function ResultField(props: {
  field: OutputField
  label: string
  value: FieldValue | undefined
  put: (value: FieldValue | null) => void
  error: string | undefined
  first: boolean
  about: Corrected
}) {
  const { field, value, put, about } = props
  const { Correction } = controlsOf(field)
  const control = { label: props.label, error: props.error, 'data-autofocus': props.first || undefined }
  return <Correction field={field} value={value} put={put} control={control} about={about} />
}
