import { Button, Checkbox, Select, TextInput } from '@mantine/core'
import type { InputField, OutputField } from '@whisker/api/fields.ts'
import type { FieldKind } from '@whisker/api/kinds/kind.ts'
import { Icon } from '../../../ui/icons.tsx'
import { Section } from '../../../ui/page.tsx'
import { Sortable } from '../../../ui/sortable.tsx'
import styles from '../../controls/controls.module.css'
import { useField } from '../../controls/faults.tsx'
import { controlsOf } from '../../kinds/kind-controls.ts'
import { fieldKinds, kindOf, kinds, retyped } from '../../kinds/kinds.ts'
import { FieldCard } from './field-card.tsx'
import { FieldNames } from './field-name.tsx'
import type { FieldsProps } from './input-fields.tsx'

/** `output_spec`: what a worker fills in for each item. */
export function OutputFields({ state, dispatch, isOpen }: FieldsProps) {
  const fields = state.draft.output_spec
  return (
    <Section title="What people fill in" lead="The form under each picture or text, from top to bottom.">
      <Sortable
        items={fields}
        keyOf={(_, at) => state.ids.output_spec[at] ?? at}
        nameOf={(field) => field.label || field.name}
        move={(from, to) => dispatch({ type: 'move', spec: 'output_spec', from, to })}
        render={(field, at, handle) => (
          <FieldCard
            handle={handle}
            icon={kindOf(field).icon}
            name={field.name}
            label={field.label}
            kind={kindOf(field).words}
            required={field.required}
            pointer={`/output_spec/${at}`}
            openAtFirst={isOpen(state.ids.output_spec[at])}
            remove={fields.length > 1 ? () => dispatch({ type: 'remove', spec: 'output_spec', at }) : undefined}
          >
            <OutputFieldForm
              field={field}
              pointer={`/output_spec/${at}`}
              inputs={state.draft.input_spec}
              taken={fields.map(({ name }) => name)}
              change={(next) => dispatch({ type: 'field', spec: 'output_spec', at, field: next })}
            />
          </FieldCard>
        )}
      />
      <Button
        className={styles.add}
        variant="default"
        size="xs"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => dispatch({ type: 'add', spec: 'output_spec' })}
        disabled={fields.length >= 50}
      >
        Add an output field
      </Button>
    </Section>
  )
}

function OutputFieldForm(props: {
  field: OutputField
  pointer: string
  inputs: readonly InputField[]
  taken: readonly string[]
  change: (field: OutputField) => void
}) {
  const { field, pointer, change } = props
  const { Properties } = controlsOf(field)
  return (
    <div className={styles.grid}>
      <FieldNames
        field={field}
        pointer={pointer}
        taken={props.taken}
        fallback="answer"
        labelText="Question"
        change={(names) => change({ ...field, ...names })}
      />
      <Select
        label="Kind of answer"
        data={fieldKinds.map((value) => ({ value, label: `${kinds[value].words} (${value})` }))}
        value={field.type}
        onChange={(type) => type && change(retyped(field, type as FieldKind))}
        {...useField(`${pointer}/type`)}
      />
      <Checkbox
        className={styles.check}
        label="Required"
        description="Without it an answer cannot be sent."
        checked={field.required}
        onChange={(event) => change({ ...field, required: event.currentTarget.checked })}
      />
      <TextInput
        className={styles.wide}
        label="Help"
        description="A line under the question. Say what to do in doubt."
        value={field.help}
        onChange={(event) => change({ ...field, help: event.currentTarget.value })}
        {...useField(`${pointer}/help`)}
      />
      <Properties field={field} pointer={pointer} inputs={props.inputs} change={change} />
    </div>
  )
}
