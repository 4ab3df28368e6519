import { Button, Group, Input, Select, Switch, TextInput } from '@mantine/core'
import type { OutputField } from '@whisker/api/fields.ts'
import { Icon } from '../../ui/icons.tsx'
import styles from '../controls/controls.module.css'
import { useField } from '../controls/faults.tsx'
import type { PropertiesProps } from './kind.ts'
import { smallControlsOf } from './small-controls.ts'
import { type SmallField, type SmallType, smallKinds, smallRetyped } from './small-kinds.ts'

type Props = Pick<PropertiesProps<OutputField>, 'pointer' | 'inputs'> & {
  label: string
  /** Under which key of the field they stand. */
  under: 'fields' | 'attributes'
  fields: readonly SmallField[]
  /** `at`: the one that was changed. */
  put: (fields: SmallField[], at?: number) => void
  /** It cannot be left out, nor taken away. */
  required?: (small: SmallField) => boolean
  typesOf: (small: SmallField) => readonly SmallType[]
  /** How many there are at least. */
  min?: number
}

/** What is said of each of several things: fields in a field. */
export function SmallFieldsEditor({ label, under, fields, pointer, inputs, put, required, typesOf, min = 0 }: Props) {
  const { error } = useField(`${pointer}/${under}`)
  const add = () => {
    const taken = new Set(fields.map(({ name }) => name))
    let n = fields.length + 1
    while (taken.has(`field_${n}`)) n++
    put([...fields, smallKinds.input.make({ name: `field_${n}`, label: '', help: '', required: false }, {})])
  }
  return (
    <div className={styles.wide}>
      <Input.Wrapper label={label} error={error} data-pointer={`${pointer}/${under}`}>
        {fields.map((small, at) => (
          <Small
            // biome-ignore lint/suspicious/noArrayIndexKey: a name changes while it is typed
            key={at}
            small={small}
            pointer={`${pointer}/${under}/${at}`}
            inputs={inputs}
            isRequired={required?.(small) ?? false}
            types={typesOf(small)}
            put={(next) => put(fields.with(at, next), at)}
            remove={fields.length > min ? () => put(fields.toSpliced(at, 1)) : undefined}
          />
        ))}
        <Button variant="default" size="xs" leftSection={<Icon name="plus" size={14} />} onClick={add}>
          Add something that is said of each
        </Button>
      </Input.Wrapper>
    </div>
  )
}

type SmallProps = Pick<PropertiesProps<OutputField>, 'pointer' | 'inputs'> & {
  small: SmallField
  isRequired: boolean
  types: readonly SmallType[]
  put: (field: SmallField) => void
  remove: (() => void) | undefined
}

/** One small field: its name, its kind and what its kind has. */
function Small({ small, pointer, inputs, isRequired, types, put, remove }: SmallProps) {
  const { Properties } = smallControlsOf(small)
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
          data={types.map((type) => ({ value: type, label: smallKinds[type].words }))}
          value={small.type}
          onChange={(type) => type && put(smallRetyped(small, type as SmallType))}
        />
        <Switch
          label="Required"
          checked={small.required}
          disabled={isRequired}
          onChange={({ currentTarget: { checked } }) => put({ ...small, required: checked })}
        />
        {remove && !isRequired && (
          <Button variant="subtle" color="gray" size="xs" onClick={remove}>
            Remove {small.label || small.name}
          </Button>
        )}
      </Group>
      <Properties field={small} pointer={pointer} inputs={inputs} change={(next) => put(next as SmallField)} />
    </fieldset>
  )
}
