import { TextInput } from '@mantine/core'
import { useRef } from 'react'
import { useField } from '../../controls/faults.tsx'
import { nameFor } from './draft.ts'

type Named = { name: string; label: string }

/**
 * Label and name of a field. While the name is still the one that the label gave (or a fresh field's), it follows the
 * label; once a person has written a name it stays.
 */
export function FieldNames(props: {
  field: Named
  pointer: string
  taken: readonly string[]
  fallback: string
  labelText: string
  change: (change: Named) => void
}) {
  const { field, pointer, taken, fallback, change } = props
  const others = taken.filter((name) => name !== field.name)
  const follows = useRef(
    new RegExp(`^${fallback}_\\d+$`).test(field.name) || (field.label === '' && field.name === 'answer'),
  )
  return (
    <>
      <TextInput
        label={props.labelText}
        value={field.label}
        onChange={({ currentTarget: { value } }) =>
          change({ label: value, name: follows.current ? nameFor(value, fallback, others) : field.name })
        }
        {...useField(`${pointer}/label`)}
      />
      <TextInput
        label="Name"
        description="The key in the API and the column in exports."
        value={field.name}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--font-mono)' } }}
        onChange={(event) => {
          follows.current = false
          change({ label: field.label, name: event.currentTarget.value })
        }}
        {...useField(`${pointer}/name`)}
      />
    </>
  )
}
