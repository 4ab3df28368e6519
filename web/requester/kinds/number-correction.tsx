import { NumberInput } from '@mantine/core'
import type { OutputField } from '@whisker/api/fields.ts'
import type { CorrectionProps } from './kind.ts'

export function NumberCorrection({ value, put, control }: CorrectionProps<OutputField>) {
  return (
    <NumberInput
      {...control}
      value={typeof value === 'number' ? value : ''}
      onChange={(number) => put(typeof number === 'number' ? number : null)}
    />
  )
}
