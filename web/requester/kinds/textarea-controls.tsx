import { Textarea } from '@mantine/core'
import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { CorrectionProps, KindControls } from './kind.ts'
import { TextProperties, textOf } from './text-controls.tsx'

type TextareaField = FieldOf<'textarea'>

export const textareaControls: KindControls<TextareaField> = { Properties: TextProperties, Correction }

function Correction({ value, put, control }: CorrectionProps<TextareaField>) {
  return (
    <Textarea
      {...control}
      dir="auto"
      autosize
      minRows={3}
      value={textOf(value)}
      onChange={(event) => put(event.currentTarget.value || null)}
    />
  )
}
