import { Select } from '@mantine/core'
import type { FieldValue, Joining } from '@whisker/api/fields.ts'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { kindOf } from '@whisker/api/kinds/kinds.ts'
import type { ReactNode } from 'react'
import styles from '../controls/controls.module.css'
import { useField } from '../controls/faults.tsx'
import type { PropertiesProps } from './kind.ts'
import { OptionalNumber } from './optional.tsx'

type TextField = FieldOf<'input' | 'textarea'>

/** Limits of length, and how far two texts may differ. `children`: what one of the two has of its own. */
export function TextProperties(props: PropertiesProps<TextField> & { children?: ReactNode }) {
  const { field, pointer, change } = props
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
      {props.children}
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
function SameAnswer({ field, pointer, change }: Omit<PropertiesProps<TextField>, 'inputs'>) {
  const { joinings } = kindOf(field)
  const offered = (Object.keys(ways) as Joining[]).filter((way) => joinings.includes(way))
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

export function textOf(value: FieldValue | undefined): string {
  return typeof value === 'string' ? value : ''
}
