import { Button, Group, Input, Select, Switch, TextInput } from '@mantine/core'
import type { FieldValue } from '@whisker/api/fields.ts'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import { Icon } from '../../ui/icons.tsx'
import styles from '../controls/controls.module.css'
import { useField } from '../controls/faults.tsx'
import type { CorrectionProps, KindControls, PropertiesProps } from './kind.ts'
import { ListButtons } from './list-buttons.tsx'
import { OptionalNumber } from './optional.tsx'
import { smallControlsOf } from './small-controls.ts'
import { type SmallField, type SmallType, smallKinds, smallRetyped } from './small-kinds.ts'

type RowsField = FieldOf<'rows'>

export const rowsControls: KindControls<RowsField> = { Properties, Correction }

const kindChoices = Object.entries(smallKinds).map(([value, { words }]) => ({ value, label: words }))
const keyTypes: readonly SmallType[] = ['radio', 'select', 'input']

function Properties(props: PropertiesProps<RowsField>) {
  const { field, pointer, change } = props
  const { error } = useField(`${pointer}/fields`)
  const put = (fields: SmallField[]) => change({ ...field, fields })
  /** The key goes along with the field that it is. */
  const rename = (at: number, next: SmallField) =>
    change({
      ...field,
      fields: field.fields.with(at, next),
      key: field.fields[at]!.name === field.key ? next.name : field.key,
    })
  const add = () => {
    const taken = new Set(field.fields.map(({ name }) => name))
    let n = field.fields.length + 1
    while (taken.has(`field_${n}`)) n++
    put([
      ...field.fields,
      { ...smallKinds.input.make({ name: `field_${n}`, label: '', help: '', required: false }, {}) },
    ])
  }
  return (
    <>
      <div className={styles.wide}>
        <Input.Wrapper label="What is said of each thing" error={error} data-pointer={`${pointer}/fields`}>
          {field.fields.map((small, at) => (
            <Small
              // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed
              key={at}
              {...props}
              small={small}
              pointer={`${pointer}/fields/${at}`}
              isKey={small.name === field.key}
              put={(next) => rename(at, next)}
              remove={field.fields.length > 1 ? () => put(field.fields.toSpliced(at, 1)) : undefined}
            />
          ))}
          <Button variant="default" size="xs" leftSection={<Icon name="plus" size={14} />} onClick={add}>
            Add something that is said of each
          </Button>
        </Input.Wrapper>
      </div>
      <Select
        label="Told apart by"
        description="No two rows of an answer have the same, and rows of several people are put together by it."
        allowDeselect={false}
        data={field.fields
          .filter(({ type }) => keyTypes.includes(type))
          .map(({ name, label }) => ({ value: name, label: label || name }))}
        value={field.key}
        onChange={(key) =>
          key &&
          change({
            ...field,
            key,
            fields: field.fields.map((small) => (small.name === key ? { ...small, required: true } : small)),
          })
        }
        {...useField(`${pointer}/key`)}
      />
      <OptionalNumber {...props} label="At least this many" name="min_count" whole />
      <OptionalNumber {...props} label="At most this many" name="max_count" whole />
    </>
  )
}

type SmallProps = Omit<PropertiesProps<RowsField>, 'field' | 'change'> & {
  small: SmallField
  isKey: boolean
  put: (field: SmallField) => void
  remove: (() => void) | undefined
}

/** One small field: its name, its kind and what its kind has. */
function Small({ small, pointer, inputs, isKey, put, remove }: SmallProps) {
  const { Properties } = smallControlsOf(small)
  const types = isKey ? kindChoices.filter(({ value }) => keyTypes.includes(value as SmallType)) : kindChoices
  return (
    <fieldset>
      <legend>{small.label || small.name}</legend>
      <Group gap="xs" align="end">
        <TextInput
          label="Name"
          value={small.name}
          onChange={({ currentTarget: { value } }) => put({ ...small, name: value })}
          {...useField(`${pointer}/name`)}
        />
        <TextInput
          label="Label"
          value={small.label}
          onChange={({ currentTarget: { value } }) => put({ ...small, label: value })}
          {...useField(`${pointer}/label`)}
        />
        <Select
          label="Kind"
          allowDeselect={false}
          data={types}
          value={small.type}
          onChange={(type) => type && put(smallRetyped(small, type as SmallType))}
        />
        <Switch
          label="Required"
          checked={small.required}
          disabled={isKey}
          onChange={({ currentTarget: { checked } }) => put({ ...small, required: checked })}
        />
        {remove && !isKey && (
          <Button variant="subtle" color="gray" size="xs" onClick={remove}>
            Remove {small.label || small.name}
          </Button>
        )}
      </Group>
      <Properties field={small} pointer={pointer} inputs={inputs} change={(next) => put(next as SmallField)} />
    </fieldset>
  )
}

/** Rows one below the other, each small field with the control of its kind. */
function Correction({ field, value, put, control }: CorrectionProps<RowsField>) {
  const { label, error, ...first } = control
  const list = rowsOf(value)
  const set = (next: Row[]) => put(next as FieldValue)
  return (
    <Input.Wrapper label={label} error={error}>
      {list?.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: what a row is about changes while it is said
        <Group key={at} gap="xs" mb="xs" align="end" wrap="wrap">
          {field.fields.map((small) => {
            const { Correction } = smallControlsOf(small)
            return (
              <Correction
                key={small.name}
                field={small}
                value={row[small.name]}
                put={(next) => set(list.with(at, withSmall(row, small.name, next)))}
                control={{
                  label: `${small.label || small.name}, ${at + 1}`,
                  error: undefined,
                  'data-autofocus': undefined,
                }}
              />
            )
          })}
          <Button variant="subtle" color="gray" size="xs" onClick={() => set(list.toSpliced(at, 1))}>
            Remove row {at + 1}
          </Button>
        </Group>
      ))}
      <ListButtons {...{ field, put, list, first }} noun="row" add={() => set([...(list ?? []), {}])} />
    </Input.Wrapper>
  )
}

/** A value from an older form may be of another kind. */
function rowsOf(value: FieldValue | undefined): Row[] | undefined {
  const isList = Array.isArray(value) && value.every((one) => typeof one === 'object' && !Array.isArray(one))
  return isList ? (value as Row[]) : undefined
}

function withSmall(row: Row, name: string, value: FieldValue | null): Row {
  const { [name]: _before, ...others } = row
  return value === null || value === '' ? others : { ...others, [name]: value as Row[string] }
}
