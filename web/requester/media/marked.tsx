import { useQuery } from '@tanstack/react-query'
import { hashOfFile } from '@whisker/api/media/file-name.ts'
import type { ReactNode } from 'react'
import { service } from '../../service/client.ts'
import { keyOf } from '../../service/query-keys.ts'
import { isTextMark, type Mark, Marks, type PictureMark } from '../../ui/marks.tsx'
import styles from './media.module.css'

type Props = { value: string; marks: readonly Mark[] | undefined; children: ReactNode }

/** A picture with what was marked in it. Where nothing is, nothing is asked. */
export function Marked({ value, marks: all = [], children }: Props) {
  const marks = all.flatMap((mark) => (isTextMark(mark) ? [] : [mark]))
  if (marks.length === 0) return children
  return (
    <span className={styles.marked}>
      {children}
      <Over sha256={hashOfFile(value) ?? ''} marks={marks} />
    </span>
  )
}

/** Marks are in pixels of the picture as it was sent; the one that is shown may be smaller. */
function Over({ sha256, marks }: { sha256: string; marks: readonly PictureMark[] }) {
  const { data: size } = useQuery({
    queryKey: keyOf.asset(sha256),
    queryFn: () => service.describeAsset({ params: { sha256 } }),
    staleTime: Number.POSITIVE_INFINITY,
  })
  return size && <Marks marks={marks} size={size} />
}
