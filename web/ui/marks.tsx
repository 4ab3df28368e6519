import styles from './marks.module.css'

/** A rectangle in a picture, in its pixels. */
export type Mark = { x: number; y: number; width: number; height: number; label?: string | undefined }

/** Colours that are told apart on dark and on light pictures; by what a mark is called. */
const colours = 6

/** What was marked in a picture, to be laid over it: by a parent that is as large as the picture is shown. */
export function Marks({ marks, size }: { marks: readonly Mark[]; size: { width: number; height: number } }) {
  const labels = [...new Set(marks.map(({ label }) => label))].sort()
  return (
    <svg
      className={styles.marks}
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {marks.map((mark, at) => {
        const { label, ...place } = mark
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: marks have no identity but their place
          <g key={at} data-colour={labels.indexOf(label) % colours}>
            <rect className={styles.rim} {...place} />
            <rect className={styles.line} {...place} />
          </g>
        )
      })}
    </svg>
  )
}
