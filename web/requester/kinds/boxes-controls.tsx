import { ActionIcon, Button, Group, Input, NumberInput, Select } from '@mantine/core'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { kindOf } from '@whisker/api/kinds/kinds.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import { mediumOf } from '@whisker/api/media/media.ts'
import { Icon } from '../../ui/icons.tsx'
import styles from '../controls/controls.module.css'
import { useField } from '../controls/faults.tsx'
import type { CorrectionProps, KindControls, PropertiesProps } from './kind.ts'
import { OptionalNumber, without } from './optional.tsx'
import { OptionLines } from './options-editor.tsx'

type BoxesField = FieldOf<'boxes'>

export const boxesControls: KindControls<BoxesField> = { Properties, Correction }

function Properties(props: PropertiesProps<BoxesField>) {
  const { field, pointer, change } = props
  return (
    <>
      <div className={styles.wide}>
        <OptionLines
          label="What a box can be"
          options={field.options ?? []}
          pointer={`${pointer}/options`}
          change={(options) => change(without(field, 'options', options.length === 0 ? undefined : options))}
        />
      </div>
      <Subject {...props} />
      <OptionalNumber {...props} label="At least this many pixels wide and high" name="min_size" />
      <OptionalNumber {...props} label="At least this many boxes" name="min_count" whole />
      <OptionalNumber {...props} label="At most this many boxes" name="max_count" whole />
    </>
  )
}

/** In which of the pictures that are sent. */
function Subject({ field, pointer, inputs, change }: PropertiesProps<BoxesField>) {
  const { placesIn } = kindOf(field)
  const pictures = inputs.filter((input) => mediumOf(input).placesIn === placesIn)
  return (
    <Select
      label="In which picture"
      placeholder={pictures.length === 1 ? pictures[0]!.label || pictures[0]!.name : 'Choose one'}
      clearable
      data={pictures.map(({ name, label }) => ({ value: name, label: label || name }))}
      value={field.of ?? null}
      onChange={(name) => change(without(field, 'of', name ?? undefined))}
      {...useField(`${pointer}/of`)}
    />
  )
}

const places = { x: 'From the left', y: 'From the top', width: 'Width', height: 'Height' } as const

/** The boxes as numbers. */
function Correction({ field, value, put, control }: CorrectionProps<BoxesField>) {
  const { label, error, ...first } = control
  const list = Array.isArray(value) && value.every((one) => typeof one === 'object') ? (value as Box[]) : undefined
  const add = () => put([...(list ?? []), { ...(field.options && { label: field.options[0]!.value }), ...fresh }])
  return (
    <Input.Wrapper label={label} error={error}>
      {list?.map((box, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: boxes have no identity but their place
        <Group key={at} gap="xs" mb="xs" align="end" wrap="wrap">
          {field.options && (
            <Select
              aria-label={`What box ${at + 1} is`}
              data={field.options.map((option) => ({ value: option.value, label: option.label || option.value }))}
              value={box.label ?? null}
              onChange={(next) => next && put(list.with(at, { ...box, label: next }))}
            />
          )}
          {(Object.keys(places) as (keyof typeof places)[]).map((key) => (
            <NumberInput
              key={key}
              w={110}
              label={places[key]}
              aria-label={`${places[key]}, box ${at + 1}`}
              decimalScale={2}
              value={box[key]}
              onChange={(next) => typeof next === 'number' && put(list.with(at, { ...box, [key]: next }))}
            />
          ))}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove box ${at + 1}`}
            onClick={() => put(list.toSpliced(at, 1))}
          >
            <Icon name="close" size={14} />
          </ActionIcon>
        </Group>
      ))}
      <Group gap="xs">
        <Button {...first} variant="default" size="xs" leftSection={<Icon name="plus" size={14} />} onClick={add}>
          Add a box
        </Button>
        <Button
          variant={list?.length === 0 ? 'filled' : 'default'}
          size="xs"
          aria-pressed={list?.length === 0}
          onClick={() => put([])}
        >
          Nothing there
        </Button>
        {list && !field.required && (
          <Button variant="subtle" color="gray" size="xs" onClick={() => put(null)}>
            No answer
          </Button>
        )}
      </Group>
    </Input.Wrapper>
  )
}

const fresh = { x: 0, y: 0, width: 100, height: 100 }
