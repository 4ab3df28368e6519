import { Button, Checkbox, SegmentedControl } from '@mantine/core'
import type { Dispatch } from 'react'
import { Icon } from '../../../ui/icons.tsx'
import { Section } from '../../../ui/page.tsx'
import { Sortable } from '../../../ui/sortable.tsx'
import styles from '../../controls/controls.module.css'
import { media } from '../../media/media.ts'
import type { DraftAction, DraftState } from './draft-state.ts'
import { FieldCard } from './field-card.tsx'
import { FieldNames } from './field-name.tsx'

/** `input_spec`: what is sent with each item. */
export function InputFields({ state, dispatch, isOpen }: FieldsProps) {
  const fields = state.draft.input_spec
  return (
    <Section title="What you send" lead="The pictures and texts that each item consists of.">
      <Sortable
        items={fields}
        keyOf={(_, at) => state.ids.input_spec[at] ?? at}
        nameOf={(field) => field.label || field.name}
        move={(from, to) => dispatch({ type: 'move', spec: 'input_spec', from, to })}
        render={(field, at, handle) => {
          const change = (part: Partial<typeof field>) =>
            dispatch({ type: 'field', spec: 'input_spec', at, field: { ...field, ...part } })
          const pointer = `/input_spec/${at}`
          return (
            <FieldCard
              handle={handle}
              icon={media[field.type].icon}
              name={field.name}
              label={field.label}
              kind={media[field.type].words}
              required={field.required}
              pointer={pointer}
              openAtFirst={isOpen(state.ids.input_spec[at])}
              remove={fields.length > 1 ? () => dispatch({ type: 'remove', spec: 'input_spec', at }) : undefined}
            >
              <div className={styles.grid}>
                <FieldNames
                  field={field}
                  pointer={pointer}
                  taken={fields.map(({ name }) => name)}
                  fallback="field"
                  labelText="Label for workers"
                  change={change}
                />
                <div>
                  <p className={styles.label}>Kind</p>
                  <SegmentedControl
                    size="xs"
                    aria-label="Kind"
                    value={field.type}
                    onChange={(type) => change(media[type as typeof field.type].make(field))}
                    data={Object.entries(media).map(([value, { words }]) => ({ value, label: words }))}
                  />
                </div>
                <Checkbox
                  className={styles.check}
                  label="Required"
                  description="A task without it is refused."
                  checked={field.required}
                  onChange={(event) => change({ required: event.currentTarget.checked })}
                />
              </div>
            </FieldCard>
          )
        }}
      />
      <Button
        className={styles.add}
        variant="default"
        size="xs"
        leftSection={<Icon name="plus" size={14} />}
        onClick={() => dispatch({ type: 'add', spec: 'input_spec' })}
        disabled={fields.length >= 20}
      >
        Add an input field
      </Button>
    </Section>
  )
}

export type FieldsProps = {
  state: DraftState
  dispatch: Dispatch<DraftAction>
  /** Whether the card of a field is open when it first appears. */
  isOpen: (id: number | undefined) => boolean
}
