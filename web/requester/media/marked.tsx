import type { ReactNode } from 'react'
import { isTextMark, type Mark, Marks, type PictureMark } from '../../ui/marks.tsx'
import styles from './media.module.css'
import { useOriginalSize } from './original-size.ts'

type Props = { value: string; marks: readonly Mark[] | undefined; children: ReactNode }

/** A picture with what was marked in it. Where nothing is, nothing is asked. */
export function Marked({ value, marks: all = [], children }: Props) {
  const marks = all.flatMap((mark) => (isTextMark(mark) ? [] : [mark]))
  if (marks.length === 0) return children
  return (
    <span className={styles.marked}>
      {children}
      <Over value={value} marks={marks} />
    </span>
  )
}

/** Marks are in pixels of the picture as it was sent; the one that is shown may be smaller. */
function Over({ value, marks }: { value: string; marks: readonly PictureMark[] }) {
  const size = useOriginalSize(value)
  return size && <Marks marks={marks} size={size} />
}
