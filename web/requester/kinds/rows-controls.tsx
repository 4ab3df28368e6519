import { Button, Group, Input, Select } from '@mantine/core'
import type { FieldValue } from '@whisker/api/fields.ts'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Row } from '@whisker/api/kinds/schema/rows.ts'
import { useField } from '../controls/faults.tsx'
import type { CorrectionProps, KindControls, PropertiesProps } from './kind.ts'
import { ListButtons } from './list-buttons.tsx'
import { OptionalNumber } from './optional.tsx'
import { SmallCorrections } from './small-corrections.tsx'
import { SmallFieldsEditor } from './small-fields-editor.tsx'
import { type SmallField, type SmallType, smallTypes } from './small-kinds.ts'

type RowsField = FieldOf<'rows'>

export const rowsControls: KindControls<RowsField> = { Properties, Correction }

const keyTypes: readonly SmallType[] = ['radio', 'select', 'input']

function Properties(props: PropertiesProps<RowsField>) {
  const { field, pointer, change } = props
  /** The key goes along with the field that it is. */
  const put = (fields: SmallField[], at?: number) =>
    change({
      ...field,
      fields,
      key: at !== undefined && field.fields[at]!.name === field.key ? fields[at]!.name : field.key,
    })
  return (
    <>
      <SmallFieldsEditor
        {...props}
        label="What is said of each thing"
        under="fields"
        fields={field.fields}
        put={put}
        required={(small) => small.name === field.key}
        typesOf={(small) => (small.name === field.key ? keyTypes : smallTypes)}
        min={1}
      />
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
          <SmallCorrections
            fields={field.fields}
            values={row}
            of={String(at + 1)}
            put={(next) => set(list.with(at, next))}
          />
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
