import { Skeleton } from '@mantine/core'
import { useTimeout } from '@mantine/hooks'
import type { UseQueryResult } from '@tanstack/react-query'
import { type ReactNode, useState } from 'react'
import { Note, ProblemNote } from './note.tsx'

/**
 * The three states of what is being read: nothing yet, failed, there. Data that was read once stays on the page when a
 * later look fails: the banner of the shell tells about the connection.
 */
export function Loaded<T>(props: {
  query: UseQueryResult<T>
  rows?: number
  /** What stands around a failure, where the data would have brought the frame of the page. */
  frame?: (problem: ReactNode) => ReactNode
  children: (data: T) => ReactNode
}) {
  const { data, error, refetch } = props.query
  if (data !== undefined) return props.children(data)
  if (!error) return <Pending rows={props.rows ?? 3} />
  const problem = <ProblemNote error={error} retry={() => void refetch()} />
  return props.frame ? props.frame(problem) : problem
}

/** Grey lines, not before 150 ms (most answers are there sooner), and never without an end. */
export function Pending({ rows }: { rows: number }) {
  const [age, setAge] = useState<'new' | 'slow' | 'stuck'>('new')
  useTimeout(() => setAge('slow'), 150, { autoInvoke: true })
  useTimeout(() => setAge('stuck'), 8000, { autoInvoke: true })
  if (age === 'new') return null
  return (
    <div aria-busy="true" style={{ display: 'grid', gap: 10, padding: '4px 0' }}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the lines are all the same
        <Skeleton key={row} height={18} radius="sm" width={`${92 - ((row * 17) % 40)}%`} />
      ))}
      {age === 'stuck' && <Note>This takes longer than usual. The page goes on as soon as Whisker answers.</Note>}
    </div>
  )
}
