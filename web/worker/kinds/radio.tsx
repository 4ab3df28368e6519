/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { oneOf } from './choices.ts'
import { Clear, GroupField } from './frame.tsx'
import type { WorkerKind } from './kind.ts'
import { OptionRows, optionCount, optionValue, withOptions } from './options.tsx'

/** One of several, all of them in sight. */
export const radio: WorkerKind<FieldOf<'radio'>> = {
  ...withOptions,
  choices: oneOf(optionCount, optionValue, 'sends'),
  Control: (props) => (
    <GroupField {...props}>
      <OptionRows {...props} of="radio" isChosen={(option) => option === props.value} />
      <Clear {...props} />
    </GroupField>
  ),
}
