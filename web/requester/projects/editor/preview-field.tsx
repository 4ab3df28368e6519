import { Checkbox, NumberInput, Radio, Rating, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { title } from '@whisker/api/answers.ts'
import type { FieldValue, OutputField } from '@whisker/api/fields.ts'

export type PreviewValue = FieldValue | undefined

/** One field of the form, as it will be asked for. */
export function PreviewField(props: {
  field: OutputField
  value: PreviewValue
  fault: string | undefined
  change: (value: PreviewValue) => void
}) {
  const { field, value, change } = props
  const frame = {
    label: `${title(field)}${field.required ? '' : ' (optional)'}`,
    description: field.help,
    error: props.fault,
  }
  const text = typeof value === 'string' ? value : ''
  switch (field.type) {
    case 'input':
      return <TextInput {...frame} value={text} onChange={(event) => change(event.currentTarget.value)} />
    case 'textarea':
      return (
        <Textarea
          {...frame}
          autosize
          minRows={3}
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
        />
      )
    case 'number':
      return (
        <NumberInput
          {...frame}
          value={typeof value === 'number' ? value : ''}
          onChange={(next) => change(typeof next === 'number' ? next : undefined)}
        />
      )
    case 'select':
      return (
        <Select {...frame} data={choices(field.options)} value={text || null} onChange={(next) => change(next ?? '')} />
      )
    case 'radio':
      return (
        <Radio.Group {...frame} value={text} onChange={change}>
          <Stack gap={8} mt={6}>
            {choices(field.options).map((option) => (
              <Radio key={option.value} {...option} />
            ))}
          </Stack>
        </Radio.Group>
      )
    case 'checkbox':
      return (
        <Checkbox.Group {...frame} value={Array.isArray(value) ? value : []} onChange={change}>
          <Stack gap={8} mt={6}>
            {choices(field.options).map((option) => (
              <Checkbox key={option.value} {...option} />
            ))}
          </Stack>
        </Checkbox.Group>
      )
    case 'rating':
      return (
        <fieldset style={{ margin: 0, padding: 0, border: 0 }}>
          <legend style={{ padding: 0, fontWeight: 500 }}>{frame.label}</legend>
          <Rating count={field.max} value={typeof value === 'number' ? value : 0} onChange={change} size="lg" />
          {frame.error && <p style={{ color: 'var(--danger)' }}>{frame.error}</p>}
        </fieldset>
      )
  }
}

/** Without doubles: while a list is being typed, two options may be the same for a moment. */
function choices(options: readonly { value: string; label: string }[]) {
  const known = new Map(options.map((option) => [option.value, option.label || option.value]))
  return [...known].map(([value, label]) => ({ value, label }))
}
