/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { LabelledField } from './frame.tsx'
import type { WorkerKind } from './kind.ts'
import { Count, textFaults, typed, typing, writing } from './typed.tsx'

/** One line. */
export const input: WorkerKind<FieldOf<'input'>> = {
  ...typed,
  faults: { ...textFaults(1000), pattern: (t) => t('wrongPattern') },
  Control: (props) => (
    <LabelledField {...props}>
      <input {...typing(props)} {...writing(props)} autocapitalize="off" enterkeyhint="send" />
      <Count {...props} />
    </LabelledField>
  ),
}
