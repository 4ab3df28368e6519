import { isTextMark, type Mark, type TextMark } from '../../ui/marks.tsx'

/** A text with what was marked in it. What each part is stands behind it. */
export function MarkedText({ value, marks = [] }: { value: string; marks: readonly Mark[] | undefined }) {
  const own = marks.filter(isTextMark)
  if (own.length === 0) return value
  const points = [...value]
  const edges = [...new Set([0, points.length, ...own.flatMap(({ start, end }) => [start, end])])].sort((a, b) => a - b)
  return edges.slice(1).map((to, n) => {
    const from = edges[n]!
    const text = points.slice(from, to).join('')
    const isMarked = own.some(({ start, end }) => start < to && from < end)
    return isMarked ? (
      <mark key={from}>
        {text}
        <Names marks={own.filter(({ end }) => end === to)} />
      </mark>
    ) : (
      text
    )
  })
}

function Names({ marks }: { marks: readonly TextMark[] }) {
  const names = marks.flatMap(({ label }) => (label ? [label] : []))
  return names.length === 0 ? null : <sub> {names.join(', ')}</sub>
}
