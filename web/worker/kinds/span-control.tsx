/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { KeyCap } from '../keys/key-cap.tsx'
import type { Language } from '../language/languages.ts'
import { GroupField } from './frame.tsx'
import type { ControlProps } from './kind.ts'
import { optionText } from './options.tsx'
import { onSpanKey } from './span-keys.ts'
import { SpanList } from './span-list.tsx'
import { SpanPaper } from './span-paper.tsx'
import { spanWords } from './span-words.ts'
import { useSpans } from './use-spans.ts'

/** The text, the labels to give to what is selected in it, and what was marked. */
export function SpansControl(props: ControlProps<FieldOf<'spans'>>) {
  const { field, value, id, keys, active, content, t, language } = props
  const words = spanWords[language as Language]
  const marked = useSpans(props)
  const { text, paper, spans, armed, isOver, put, take, show } = marked
  const option = (label: string | undefined) => field.options.find((one) => one.value === label)
  const nameOf = (label: string | undefined) => {
    const known = option(label)
    return known ? optionText(known) : (label ?? '')
  }
  // A press leaves the selection where it is.
  const keepFocus = (event: Event) => event.preventDefault()
  return (
    <GroupField {...(props as unknown as ControlProps)}>
      <p class="help" id={`${id}-how`}>
        {words.help}
      </p>
      <SpanPaper
        {...{ paper, text, spans, nameOf }}
        props={props as unknown as ControlProps}
        labels={field.options.map((one) => one.value)}
        name={words.text}
        helpId={`${id}-how`}
        onKeyDown={(event) => onSpanKey(event, marked, props)}
        onSelected={marked.markArmed}
      />
      <fieldset class="row" aria-label={words.labels} style={{ border: 0, margin: 0, padding: 0, flexWrap: 'wrap' }}>
        {field.options.map((one, n) => (
          <button
            type="button"
            class="button"
            key={one.value}
            aria-pressed={armed === one.value}
            aria-keyshortcuts={active ? keys[n] : undefined}
            onMouseDown={keepFocus}
            onClick={() => take(one.value)}
          >
            <span {...content}>{optionText(one)}</span>
            <KeyCap of={keys[n]} />
          </button>
        ))}
      </fieldset>
      <p class="fault" role="status">
        {isOver ? words.over : ''}
      </p>
      {spans.length > 0 ? <SpanList {...{ spans, put, show, props }} /> : null}
      {(field.min_count ?? 0) === 0 && spans.length === 0 ? (
        <button
          type="button"
          class="button"
          aria-pressed={value !== undefined && value !== ''}
          onClick={marked.selectNothing}
        >
          {t('nothingHere')}
        </button>
      ) : null}
    </GroupField>
  )
}
