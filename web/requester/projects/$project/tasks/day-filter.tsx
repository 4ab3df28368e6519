import { TextInput } from '@mantine/core'
import { useEffect, useRef } from 'react'
import styles from './tasks.module.css'

/**
 * A day, by the browser's own field. While one is being typed, the field is empty or holds a year such as 0020: the
 * address changes with whole days only, and the field follows the address without losing the focus.
 */
export function DayFilter(props: {
  label: string
  value: string | undefined
  min?: string | undefined
  max?: string | undefined
  choose: (day: string | undefined) => void
}) {
  const { value = '' } = props
  const input = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (input.current && input.current.value !== value) input.current.value = value
  }, [value])
  return (
    <TextInput
      ref={input}
      className={styles.day}
      type="date"
      aria-label={props.label}
      leftSection={<span className={styles.dayWord}>{props.label}</span>}
      leftSectionWidth={88}
      leftSectionPointerEvents="none"
      defaultValue={value}
      min={props.min ?? '2000-01-01'}
      max={props.max ?? '2999-12-31'}
      onChange={({ currentTarget: { value: next, validity } }) => {
        if (validity.valid && next !== value) props.choose(next || undefined)
      }}
    />
  )
}
