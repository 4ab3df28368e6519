/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { LabelledField } from './frame.tsx'
import type { WorkerKind } from './kind.ts'
import { Count, textFaults, typed, typing, writing } from './typed.tsx'

/** Several lines. */
export const textarea: WorkerKind<FieldOf<'textarea'>> = {
  ...typed,
  faults: textFaults(10_000),
  Control: (props) => (
    <LabelledField {...props}>
      <textarea {...typing(props)} {...writing(props)} rows={4} />
      <Count {...props} />
    </LabelledField>
  ),
}
