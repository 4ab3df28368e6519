/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import type { CSSProperties } from 'preact'
import type { Language } from '../language/languages.ts'
import type { ControlProps } from './kind.ts'
import { optionText } from './options.tsx'
import { spanWords } from './span-words.ts'

type Props = {
  props: ControlProps<FieldOf<'spans'>>
  spans: readonly Span[]
  put(spans: Span[]): void
  /** Shows one in the text. */
  show(span: Span): void
}

/** What was marked, as a list that can be read and changed without the text. */
export function SpanList({ props: { field, language, content }, spans, put, show }: Props) {
  const words = spanWords[language as Language]
  const numbered = (text: string, number: number) =>
    text.replace('{number}', new Intl.NumberFormat(language).format(number))
  return (
    <ol class="boxes">
      {spans.map((span, at) => (
        <li class="box" key={`${span.start} ${span.end} ${span.label}`} aria-label={numbered(words.number, at + 1)}>
          <div class="box-head">
            <button type="button" class="quiet" {...content} style={said} onClick={() => show(span)}>
              {span.text}
            </button>
            <select
              class="control"
              style={named}
              aria-label={`${numbered(words.number, at + 1)}: ${words.label}`}
              value={span.label}
              onChange={({ currentTarget: { value } }) => put(spans.with(at, { ...span, label: value }))}
            >
              {field.options.map((option) => (
                <option value={option.value} key={option.value} {...content}>
                  {optionText(option)}
                </option>
              ))}
            </select>
            <button
              type="button"
              class="button"
              aria-label={numbered(words.remove, at + 1)}
              onClick={() => put(spans.toSpliced(at, 1))}
            >
              ×
            </button>
          </div>
        </li>
      ))}
    </ol>
  )
}

/** Of a long one, two lines. */
const said: CSSProperties = {
  ...{ flex: '1 1 0', minWidth: 0, padding: 0, textAlign: 'start', overflow: 'hidden', overflowWrap: 'anywhere' },
  ...{ display: '-webkit-box', WebkitBoxOrient: 'vertical', WebkitLineClamp: 2 },
}
const named: CSSProperties = { flex: '0 1 9em', width: 'auto', minWidth: '5em' }
