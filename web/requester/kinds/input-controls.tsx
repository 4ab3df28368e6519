import { TextInput } from '@mantine/core'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import styles from '../controls/controls.module.css'
import { useField } from '../controls/faults.tsx'
import type { CorrectionProps, KindControls, PropertiesProps } from './kind.ts'
import { without } from './optional.tsx'
import { TextProperties, textOf } from './text-controls.tsx'

type InputField = FieldOf<'input'>

export const inputControls: KindControls<InputField> = { Properties, Correction }

function Properties(props: PropertiesProps<InputField>) {
  return (
    <TextProperties {...props}>
      <Pattern {...props} />
    </TextProperties>
  )
}

function Pattern({ field, pointer, change }: PropertiesProps<InputField>) {
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

function Correction({ value, put, control }: CorrectionProps<InputField>) {
  return (
    <TextInput
      {...control}
      dir="auto"
      value={textOf(value)}
      onChange={(event) => put(event.currentTarget.value || null)}
    />
  )
}
