import { NumberInput, Select, TextInput } from '@mantine/core'
import type { Joining, OutputField } from '@whisker/api/fields.ts'
import styles from './editor.module.css'
import { useField } from './faults.tsx'
import { OptionsEditor } from './options-editor.tsx'

type Props<T extends OutputField['type']> = {
  field: OutputField & { type: T }
  pointer: string
  change: (field: OutputField) => void
}

/** What only some types of output field have. */
export function OutputProperties({ field, pointer, change }: Props<OutputField['type']>) {
  switch (field.type) {
    case 'input':
    case 'textarea':
      return <TextProperties field={field} pointer={pointer} change={change} />
    case 'number':
      return (
        <>
          <OptionalNumber label="Lowest" field={field} name="min" pointer={pointer} change={change} />
          <OptionalNumber label="Highest" field={field} name="max" pointer={pointer} change={change} />
          <OptionalNumber label="Steps of" field={field} name="step" pointer={pointer} change={change} />
          <OptionalNumber
            label="The same answer up to"
            description="How far two answers may lie apart. Empty: only equal numbers are the same, unless people usually differ a little, as they do when they measure."
            placeholder="equal numbers"
            field={field}
            name="tolerance"
            pointer={pointer}
            change={change}
          />
        </>
      )
    case 'select':
    case 'radio':
      return (
        <OptionsEditor options={field.options} pointer={pointer} change={(options) => change({ ...field, options })} />
      )
    case 'checkbox':
      return (
        <>
          <OptionsEditor
            options={field.options}
            pointer={pointer}
            change={(options) => change({ ...field, options })}
          />
          <OptionalNumber
            label="At least this many"
            field={field}
            name="min_count"
            pointer={pointer}
            change={change}
            whole
          />
          <OptionalNumber
            label="At most this many"
            field={field}
            name="max_count"
            pointer={pointer}
            change={change}
            whole
          />
        </>
      )
    case 'rating':
      return <Stars field={field} pointer={pointer} change={change} />
  }
}

function TextProperties({ field, pointer, change }: Props<'input' | 'textarea'>) {
  return (
    <>
      <OptionalNumber
        label="At least this many characters"
        field={field}
        name="min_length"
        pointer={pointer}
        change={change}
        whole
      />
      <OptionalNumber
        label="At most this many characters"
        field={field}
        name="max_length"
        pointer={pointer}
        change={change}
        whole
      />
      {field.type === 'input' && <Pattern field={field} pointer={pointer} change={change} />}
      <SameAnswer field={field} pointer={pointer} change={change} />
    </>
  )
}

const ways = {
  letters: 'Case, width, spaces, punctuation and ornamental marks may differ',
  exact: 'Nothing may differ',
  meaning: 'Slips of the keyboard and plain words (“black cat”) may differ, too',
} as const satisfies Record<Joining, string>

/** How far typed texts are joined. It applies to the answers that are there, and makes no new version of the form. */
function SameAnswer({ field, pointer, change }: Props<'input' | 'textarea'>) {
  const offered = (Object.keys(ways) as Joining[]).filter((way) => field.type === 'input' || way !== 'meaning')
  return (
    <Select
      className={styles.wide}
      label="Two texts are the same answer when"
      description="Every join is shown with its task and on the page Quality, and can be taken back there."
      data={offered.map((value) => ({ value, label: `${ways[value]} (${value})` }))}
      value={field.joining ?? 'letters'}
      onChange={(way) => way && change({ ...field, joining: way as Joining })}
      {...useField(`${pointer}/joining`)}
    />
  )
}

function Pattern({ field, pointer, change }: Props<'input'>) {
  return (
    <TextInput
      className={styles.wide}
      label="Pattern"
      description="A regular expression (RE2) that the whole text must match, such as [A-Z]{2}\d{4}. Leave it empty for any text."
      value={field.pattern ?? ''}
      spellCheck={false}
      styles={{ input: { fontFamily: 'var(--font-mono)' } }}
      onChange={({ currentTarget: { value } }) => change(without(field, 'pattern', value === '' ? undefined : value))}
      {...useField(`${pointer}/pattern`)}
    />
  )
}

function Stars({ field, pointer, change }: Props<'rating'>) {
  return (
    <NumberInput
      label="Stars"
      description="From 2 to 10; the lowest is 1."
      min={2}
      max={10}
      allowDecimal={false}
      value={field.max}
      onChange={(value) => change({ ...field, max: Number(value) })}
      {...useField(`${pointer}/max`)}
    />
  )
}

/** A limit that may be left open. An empty control takes the key out of the field. */
function OptionalNumber<F extends OutputField>(props: {
  label: string
  description?: string
  placeholder?: string
  field: F
  name: keyof F & string
  pointer: string
  whole?: boolean
  change: (field: OutputField) => void
}) {
  const { field, name, change } = props
  const value = field[name] as number | undefined
  return (
    <NumberInput
      label={props.label}
      description={props.description}
      placeholder={props.placeholder ?? 'no limit'}
      allowDecimal={!props.whole}
      allowNegative={!props.whole}
      value={value ?? ''}
      onChange={(next) => change(without(field, name, next === '' || next === '-' ? undefined : Number(next)))}
      {...useField(`${props.pointer}/${name}`)}
    />
  )
}

function without<F extends OutputField>(field: F, name: keyof F & string, value: unknown): OutputField {
  const { [name]: _before, ...rest } = field
  return { ...rest, ...(value !== undefined && { [name]: value }) } as unknown as OutputField
}
