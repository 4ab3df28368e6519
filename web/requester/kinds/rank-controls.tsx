import { MultiSelect, Switch, Textarea } from '@mantine/core'
import type { FieldValue } from '@whisker/api/fields.ts'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { rankedIn } from '@whisker/api/kinds/rank.ts'
import type { RankValue } from '@whisker/api/kinds/schema/rank.ts'
import styles from '../controls/controls.module.css'
import { useField } from '../controls/faults.tsx'
import { optionsLeft } from './choice.ts'
import type { CorrectionProps, KindControls, PropertiesProps } from './kind.ts'
import { OptionalNumber, without } from './optional.tsx'
import { OptionLines } from './options-editor.tsx'

type RankField = FieldOf<'rank'>

export const rankControls: KindControls<RankField> = { Properties, Correction }

function Properties(props: PropertiesProps<RankField>) {
  const { field, pointer, inputs, change } = props
  // One of the two: what is put in order stands in the form, or comes with each item.
  const ofItem = (names: string[]) => {
    const { options, of, ...rest } = field
    change(names.length > 0 ? { ...rest, of: names } : { ...rest, options: options ?? optionsLeft({}) })
  }
  return (
    <>
      <div className={styles.wide}>
        <OptionLines
          label="What is put in order"
          options={field.options ?? []}
          pointer={`${pointer}/options`}
          change={(options) => {
            const { of: _, ...rest } = field
            change({ ...rest, options })
          }}
        />
      </div>
      <MultiSelect
        label="Or what each item has"
        description="Fields that are sent with each item: pictures, or texts. Each must be required."
        data={inputs.map(({ name, label }) => ({ value: name, label: label || name }))}
        value={field.of ?? []}
        onChange={ofItem}
        {...useField(`${pointer}/of`)}
      />
      <OptionalNumber {...props} label="Only the first" placeholder="all" name="top" whole />
      <div data-pointer={`${pointer}/ties`}>
        <Switch
          label="Several may share a place"
          checked={field.ties}
          onChange={(event) => change(without(field, 'ties', event.currentTarget.checked))}
        />
      </div>
    </>
  )
}

/** A place a line, best first; those that share one with "=" between them. */
function Correction({ field, value, put, control }: CorrectionProps<RankField>) {
  return (
    <Textarea
      {...control}
      autosize
      description={`A line for each place, best first, of: ${rankedIn(field).join(', ')}.`}
      defaultValue={linesOf(value)}
      onChange={(event) => put(orderIn(event.currentTarget.value))}
    />
  )
}

function linesOf(value: FieldValue | undefined): string {
  const isOrder = Array.isArray(value) && value.every((group) => Array.isArray(group))
  return isOrder ? (value as RankValue).map((group) => group.join(' = ')).join('\n') : ''
}

function orderIn(lines: string): RankValue | null {
  const order = lines.split('\n').filter((line) => line.trim() !== '')
  return order.length === 0 ? null : order.map((line) => line.split('=').map((one) => one.trim()))
}
