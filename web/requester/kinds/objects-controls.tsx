import { ActionIcon, Group, Input, NumberInput, Select } from '@mantine/core'
import type { FieldObject, FieldValue } from '@whisker/api/fields.ts'
import { kindOf } from '@whisker/api/kinds/kinds.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import { smallFieldsOf } from '@whisker/api/small-fields.ts'
import type { ReactNode } from 'react'
import { Icon } from '../../ui/icons.tsx'
import { attributesOf, withAttributes } from '../../worker/kinds/attributes.ts'
import styles from '../controls/controls.module.css'
import { useField } from '../controls/faults.tsx'
import { DrawnCorrection, pictureOf } from './drawn-correction.tsx'
import type { CorrectionProps, PropertiesProps } from './kind.ts'
import { ListButtons } from './list-buttons.tsx'
import type { DrawnField, ObjectsField } from './objects.ts'
import { OptionalNumber, without } from './optional.tsx'
import { OptionLines } from './options-editor.tsx'
import { SmallCorrections } from './small-corrections.tsx'
import { SmallFieldsEditor } from './small-fields-editor.tsx'
import { smallTypes } from './small-kinds.ts'

/** What all objects in a picture have. `children`: what one kind has of its own. */
export function ObjectsProperties(props: PropertiesProps<ObjectsField> & { children?: ReactNode }) {
  const { field, pointer, change, children } = props
  return (
    <>
      <div className={styles.wide}>
        <OptionLines
          label="What they can be"
          options={field.options ?? []}
          pointer={`${pointer}/options`}
          change={(options) => change(without(field, 'options', options.length === 0 ? undefined : options))}
        />
      </div>
      <Subject {...props} />
      {'attributes' in field || kindOf(field).placesIn === 'pixels' ? (
        <SmallFieldsEditor
          {...props}
          label="What else is said of each"
          under="attributes"
          fields={smallFieldsOf(field).fields}
          put={(attributes) =>
            change(without(field as DrawnField, 'attributes', attributes.length === 0 ? undefined : attributes))
          }
          typesOf={() => smallTypes}
        />
      ) : null}
      {children}
      <OptionalNumber {...props} label="At least this many" name="min_count" whole />
      <OptionalNumber {...props} label="At most this many" name="max_count" whole />
    </>
  )
}

/** In which of the pictures that are sent. */
function Subject({ field, pointer, inputs, change }: PropertiesProps<ObjectsField>) {
  const { placesIn } = kindOf(field)
  const pictures = inputs.filter((input) => mediumOf(input).placesIn === placesIn)
  return (
    <Select
      label={placesIn === 'characters' ? 'In which text' : 'In which picture'}
      placeholder={pictures.length === 1 ? pictures[0]!.label || pictures[0]!.name : 'Choose one'}
      clearable
      data={pictures.map(({ name, label }) => ({ value: name, label: label || name }))}
      value={field.of ?? null}
      onChange={(name) => change(without(field, 'of', name ?? undefined))}
      {...useField(`${pointer}/of`)}
    />
  )
}

type Listed<O extends FieldObject> = CorrectionProps<ObjectsField> & {
  /** What one is called. */
  noun: string
  isOne: (object: FieldObject) => boolean
  fresh: O
  Place: (props: { object: O; number: number; put: (object: O) => void }) => ReactNode
}

/** Objects one below the other, each with what it is and where. */
export function ObjectsCorrection<O extends FieldObject>(props: Listed<O>) {
  const { field, value, put, control, about, noun, isOne, fresh, Place } = props
  const { label, error, ...first } = control
  const list = listOf<O>(value, isOne)
  const set = (next: O[]) => put(next as FieldValue)
  const add = () => set([...(list ?? []), { ...(field.options && { label: field.options[0]!.value }), ...fresh }])
  const picture = about && pictureOf(field, about)
  const { fields } = smallFieldsOf(field)
  const numbers = (
    <>
      {list?.map((object, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: objects have no identity but their place
        <Group key={at} gap="xs" mb="xs" align="end" wrap="wrap">
          {field.options && (
            <Select
              aria-label={`What ${noun} ${at + 1} is`}
              data={field.options.map((option) => ({ value: option.value, label: option.label || option.value }))}
              value={object.label ?? null}
              onChange={(next) => next && set(list.with(at, { ...object, label: next }))}
            />
          )}
          <Place object={object} number={at + 1} put={(next) => set(list.with(at, next))} />
          <SmallCorrections
            fields={fields}
            values={attributesOf(object)}
            of={String(at + 1)}
            put={(said) => set(list.with(at, withAttributes(object, said)))}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove ${noun} ${at + 1}`}
            onClick={() => set(list.toSpliced(at, 1))}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </Group>
      ))}
      <ListButtons {...props} first={first} noun={noun} list={list} add={add} />
    </>
  )
  return (
    <Input.Wrapper label={label} error={error}>
      {about && picture ? (
        <>
          <DrawnCorrection {...{ field, put, control, list, about, picture }} />
          <details className={styles.numbers}>
            <summary>As numbers</summary>
            {numbers}
          </details>
        </>
      ) : (
        numbers
      )}
    </Input.Wrapper>
  )
}

/** A value from an older form may be of another kind. */
function listOf<O extends FieldObject>(value: FieldValue | undefined, isOne: (object: FieldObject) => boolean) {
  const isList =
    Array.isArray(value) &&
    value.every((one) => typeof one === 'object' && !Array.isArray(one) && isOne(one as FieldObject))
  return isList ? (value as O[]) : undefined
}

/** Numbers of a place, each under its name. */
export function Pixels<O extends FieldObject>(props: {
  object: O
  number: number
  put: (object: O) => void
  places: Partial<Record<keyof O & string, string>>
}) {
  const { object, number, put, places } = props
  return (Object.entries(places) as [keyof O & string, string][]).map(([key, words]) => (
    <NumberInput
      key={key}
      w={110}
      label={words}
      aria-label={`${words}, ${number}`}
      decimalScale={2}
      value={object[key] as number}
      onChange={(next) => typeof next === 'number' && put({ ...object, [key]: next })}
    />
  ))
}
