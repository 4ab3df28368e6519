import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import { subjectOf } from '@whisker/api/kinds/subject.ts'
import { useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import type { ControlProps, DraftValue } from './kind.ts'
import { markedText, spansOf, touched, withSpan } from './span-text.ts'

/** The text that is marked, what is selected in it, and what can be done with that. */
export function useSpans({ field, value, shown, onValue }: ControlProps<FieldOf<'spans'>>) {
  const sent = subjectOf(field.of, shown, 'text')?.text ?? ''
  const text = useMemo(() => markedText(sent), [sent])
  const paper = useRef<HTMLTextAreaElement>(null)
  const past = useRef<DraftValue[]>([])
  const carried = useRef<[from: number, to: number] | null>(null)
  const only = field.options.length === 1 ? field.options[0]!.value : null
  const [armed, setArmed] = useState<string | null>(only)
  const [isOver, setOver] = useState(false)
  const spans = spansOf(value) ?? []

  // biome-ignore lint/correctness/useExhaustiveDependencies: the control stays for the next task, and what was done in the last one does not
  useLayoutEffect(() => {
    past.current = []
    setOver(false)
  }, [shown])

  function give(next: DraftValue): void {
    past.current.push(value ?? '')
    setOver(false)
    onValue(next)
  }

  const put = (next: Span[]) => give(next.length === 0 ? '' : next)

  function selection(): [from: number, to: number] {
    return carried.current ?? [paper.current?.selectionStart ?? 0, paper.current?.selectionEnd ?? 0]
  }

  /** What is selected becomes one of this label. @returns false: nothing is selected */
  function mark(label: string): boolean {
    const [from, to] = selection()
    const place = text.between(from, to)
    if (!place) return false
    const next = withSpan(spans, { label, ...place }, field.overlapping)
    setOver(next === null)
    if (next === null || next.length > (field.max_count ?? 1000)) return true
    give(next)
    paper.current?.setSelectionRange(to, to)
    return true
  }

  function atCaret(): Span[] {
    const [from, to] = selection()
    const place = text.between(from, to)
    if (place) return touched(spans, place.start, place.end)
    return spans.filter((one) => text.unitOf(one.start) <= from && from <= text.unitOf(one.end))
  }

  return {
    ...{ text, paper, spans, armed, isOver, put, mark },
    /** That nothing is there is an answer; once more takes it back. */
    sayNothing: () => give(value === '' || value === undefined || field.required ? [] : ''),
    mayBeNothing: (field.min_count ?? 0) === 0 && spans.length === 0,
    /** A label was asked for: of what is selected, or else of what is selected next. */
    take(label: string) {
      if (!mark(label)) setArmed(armed === label ? only : label)
      carried.current = null
    },
    /** Another field has the text, and what is selected there is meant for this one. */
    carry() {
      const others = paper.current ? [] : document.querySelectorAll<HTMLTextAreaElement>('.marked textarea')
      const other = [...others].find((one) => one.value === text.shown)
      carried.current = other ? [other.selectionStart, other.selectionEnd] : null
    },
    markArmed: () => armed !== null && mark(armed),
    removeAtCaret() {
      const away = atCaret()
      if (away.length > 0) put(spans.filter((one) => !away.includes(one)))
    },
    undo() {
      const before = past.current.pop()
      if (before === undefined) return false
      setOver(false)
      onValue(before)
      return true
    },
    show(span: Span) {
      paper.current?.focus()
      paper.current?.setSelectionRange(text.unitOf(span.start), text.unitOf(span.end))
    },
    /** The one that follows what is selected, or stands before it. */
    neighbour(back: boolean): Span | undefined {
      const [from, to] = selection()
      const order = (one: Span) => text.unitOf(one.start) - from || text.unitOf(one.end) - to
      return back ? spans.findLast((one) => order(one) < 0) : spans.find((one) => order(one) > 0)
    },
  }
}

export type MarkedSpans = ReturnType<typeof useSpans>
