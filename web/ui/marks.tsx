import styles from './marks.module.css'

/** What was marked in a picture, in its pixels: a rectangle, a point, an outline. */
export type PictureMark = { label?: string | undefined } & (
  | { x: number; y: number; width: number; height: number }
  | { x: number; y: number }
  | { points: readonly (readonly [x: number, y: number])[] }
)

/** What was marked in a text, in its code points. */
export type TextMark = { label?: string | undefined; start: number; end: number }

export type Mark = PictureMark | TextMark

export function isTextMark(mark: Mark): mark is TextMark {
  return 'start' in mark
}

/** Colours that are told apart on dark and on light pictures; by what a mark is called. */
const colours = 6

/** What was marked in a picture, to be laid over it: by a parent that is as large as the picture is shown. */
export function Marks({ marks, size }: { marks: readonly PictureMark[]; size: { width: number; height: number } }) {
  const labels = [...new Set(marks.map(({ label }) => label))].sort()
  return (
    <svg
      className={styles.marks}
      viewBox={`0 0 ${size.width} ${size.height}`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {marks.map((mark, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: marks have no identity but their place
        <g key={at} data-colour={labels.indexOf(mark.label) % colours} data-point={isPoint(mark) || undefined}>
          <path className={styles.rim} d={pathOf(mark)} />
          <path className={styles.line} d={pathOf(mark)} />
        </g>
      ))}
    </svg>
  )
}

const isPoint = (mark: PictureMark) => 'x' in mark && !('width' in mark)

/** A point is a line without length, whose end is round. */
function pathOf(mark: PictureMark): string {
  if ('points' in mark) return `M${mark.points.map(([x, y]) => `${x} ${y}`).join('L')}Z`
  const { x, y } = mark
  return 'width' in mark ? `M${x} ${y}h${mark.width}v${mark.height}h${-mark.width}Z` : `M${x} ${y}h0`
}
