import { useInterval } from '@mantine/hooks'
import { useState } from 'react'
import { formatAge } from './numbers.ts'

const exact = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' })

/** How long ago something was, growing by itself; the exact time in the reader's zone on hover. */
export function Age({ at }: { at: string }) {
  const [now, setNow] = useState(() => new Date())
  useInterval(() => setNow(new Date()), 10_000, { autoInvoke: true })
  const then = new Date(at)
  return (
    <time dateTime={at} title={exact.format(then)}>
      {formatAge(then, now)}
    </time>
  )
}
