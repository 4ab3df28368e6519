/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { GroupField } from './frame.tsx'
import type { DraftValue, WorkerKind } from './kind.ts'
import { OptionRows, optionCount, optionValue, withOptions } from './options.tsx'

/** Several of several. */
export const checkbox: WorkerKind<FieldOf<'checkbox'>> = {
  ...withOptions,
  choices: {
    count: optionCount,
    taken(field, before, index) {
      const list = listOf(before)
      const value = optionValue(field, index)
      const taken = list.includes(value) ? list.filter((one) => one !== value) : [...list, value]
      // In the order of the form: two people who choose the same give the same answer.
      return taken.length === 0 ? '' : field.options.map(({ value }) => value).filter((one) => taken.includes(one))
    },
    after: 'stays',
  },
  faults: {
    too_few: (t, field) => t('tooFew', { count: field.min_count ?? 1 }),
    too_many: (t, field) => t('tooMany', { count: field.max_count ?? field.options.length }),
  },
  Control: (props) => (
    <GroupField {...props}>
      <OptionRows {...props} of="checkbox" isChosen={(option) => listOf(props.value).includes(option)} />
    </GroupField>
  ),
}

function listOf(value: DraftValue | undefined): string[] {
  return Array.isArray(value) ? (value as string[]) : []
}
