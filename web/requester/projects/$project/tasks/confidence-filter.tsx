import { Select } from '@mantine/core'
import { formatShare } from '../../../../ui/numbers.ts'
import type { Change, TaskFilters } from './filters.ts'
import styles from './tasks.module.css'

const choices = [
  { value: 'any', label: 'Any confidence' },
  { value: '-0.5', label: 'At most 50% sure' },
  { value: '-0.7', label: 'At most 70% sure' },
  { value: '-0.9', label: 'At most 90% sure' },
  { value: '0.9-', label: 'At least 90% sure' },
  { value: '0.99-', label: 'At least 99% sure' },
]

/** How sure the results are. An address may hold any two bounds; those are shown as they are. */
export function ConfidenceFilter({ filters, go }: { filters: TaskFilters; go: (change: Change) => void }) {
  const { confidence_from: from, confidence_to: to } = filters
  const value = from === undefined && to === undefined ? 'any' : `${from ?? ''}-${to ?? ''}`
  const other = { value, label: `${formatShare(from ?? 0)} to ${formatShare(to ?? 1)}` }
  return (
    <Select
      className={styles.status}
      aria-label="Confidence"
      value={value}
      onChange={(next) => {
        const [min = '', max = ''] = next === null || next === 'any' ? [] : next.split('-')
        go({
          confidence_from: min === '' ? undefined : Number(min),
          confidence_to: max === '' ? undefined : Number(max),
        })
      }}
      data={choices.some((choice) => choice.value === value) ? choices : [...choices, other]}
    />
  )
}
