/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { CSSProperties } from 'preact'
import { KeyCap } from '../keys/key-cap.tsx'
import type { Language } from '../language/languages.ts'
import { GroupField } from './frame.tsx'
import type { ControlProps } from './kind.ts'
import { optionText } from './options.tsx'
import { colourOf } from './span-colours.ts'
import { labelKeys, onSpanKey } from './span-keys.ts'
import { SpanList } from './span-list.tsx'
import { SpanPaper } from './span-paper.tsx'
import { spanWords } from './span-words.ts'
import { usePlace } from './use-place.ts'
import { useSpans } from './use-spans.ts'

/** The text, in the place where the item shows it, the labels to give to what is selected in it, and what was marked. */
export function SpansControl(props: ControlProps<FieldOf<'spans'>>) {
  const { field, value, id, keymap, active, content, t, language } = props
  const words = spanWords[language as Language]
  const marked = useSpans(props)
  const { text, paper, spans, armed, isOver, put, take, carry, show } = marked
  const keys = labelKeys(props.keys, keymap)
  const labels = field.options.map((one) => one.value)
  const isNothing = value !== undefined && value !== ''
  const nameOf = (label: string | undefined) => {
    const known = field.options.find((one) => one.value === label)
    return known ? optionText(known) : (label ?? '')
  }
  const shown =
    text.shown === '' ? null : (
      <SpanPaper
        {...{ paper, text, spans, nameOf }}
        props={props as unknown as ControlProps}
        labels={labels}
        name={words.text}
        helpId={`${id}-how`}
        onKeyDown={(event) => onSpanKey(event, marked, props)}
        onSelected={marked.markArmed}
      />
    )
  usePlace(props as unknown as ControlProps, shown)
  // A press leaves the selection where it is.
  const keepFocus = (event: Event) => event.preventDefault()
  return (
    <GroupField {...(props as unknown as ControlProps)}>
      <p class="help" id={`${id}-how`}>
        {words.help} <span class={hasKeyboard() ? '' : 'visually-hidden'}>{words.keys}</span>
      </p>
      {props.beside ? null : shown}
      <fieldset class="row" aria-label={words.labels} style={group}>
        {field.options.map((one, n) => (
          <button
            type="button"
            class="button"
            key={one.value}
            aria-pressed={armed === one.value}
            style={armed === one.value ? pressed : {}}
            aria-keyshortcuts={active ? keys[n] : undefined}
            onPointerDown={carry}
            onMouseDown={keepFocus}
            onClick={() => take(one.value)}
          >
            <span aria-hidden="true" style={{ ...dot, background: colourOf(labels, one.value) }} />
            <span {...content}>{optionText(one)}</span>
            <KeyCap of={keys[n]} />
          </button>
        ))}
        {marked.mayBeNothing ? (
          <button
            type="button"
            class="button"
            aria-pressed={isNothing}
            style={isNothing ? pressed : {}}
            aria-keyshortcuts={active ? keymap.nothingHere : undefined}
            onMouseDown={keepFocus}
            onClick={marked.sayNothing}
          >
            {t('nothingHere')}
            <KeyCap of={keymap.nothingHere} />
          </button>
        ) : null}
      </fieldset>
      <p class="fault" role="status">
        {isOver ? words.over : ''}
      </p>
      {spans.length > 0 ? <SpanList {...{ spans, put, show, props }} /> : null}
    </GroupField>
  )
}

/** Whoever has a finger alone need not read of keys; a screen reader may have them in any case. */
function hasKeyboard(): boolean {
  return !matchMedia('(pointer: coarse)').matches
}

const group: CSSProperties = { border: 0, margin: '8px 0 0', padding: 0, flexWrap: 'wrap' }
const dot: CSSProperties = { width: '0.8em', height: '0.8em', borderRadius: '3px', flex: 'none' }
const pressed: CSSProperties = { borderColor: 'var(--accent)', boxShadow: 'inset 0 0 0 1px var(--accent)' }
