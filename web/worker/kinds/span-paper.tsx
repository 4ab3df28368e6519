/** @jsxImportSource preact */

import type { Span } from '@whisker/api/kinds/schema/spans.ts'
import type { CSSProperties, RefObject } from 'preact'
import { canvasId } from '../canvas/overlay.ts'
import type { ControlProps } from './kind.ts'
import { backgroundOf } from './span-colours.ts'
import { type MarkedText, piecesOf } from './span-text.ts'

type Props = {
  props: ControlProps
  paper: RefObject<HTMLTextAreaElement | null>
  text: MarkedText
  spans: readonly Span[]
  labels: readonly string[]
  nameOf(label: string | undefined): string
  name: string
  helpId: string
  onKeyDown(event: KeyboardEvent): void
  /** The button of the mouse was let go after a selection. */
  onSelected(): void
}

/**
 * The text in a text control that takes no letters, so that the browser's own selection works in it by mouse, finger and keyboard. The
 * colours lie behind it, in the same lines.
 */
export function SpanPaper({ props, paper, text, spans, labels, nameOf, name, helpId, onKeyDown, onSelected }: Props) {
  const { id, content } = props
  return (
    <div style={{ display: 'grid', position: 'relative' }}>
      <div aria-hidden="true" {...content} style={{ ...lines, color: 'transparent', pointerEvents: 'none' }}>
        {piecesOf(text, spans).map((piece, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: pieces have no identity but their place
          <span key={at} style={piece.over.length > 0 ? { background: backgroundOf(piece, labels), ...mark } : {}}>
            {piece.begins.length > 0 ? (
              <span style={tag}>{piece.begins.map(({ label }) => nameOf(label)).join(' · ')}</span>
            ) : null}
            {piece.text}
          </span>
        ))}
        {'\u200b'}
      </div>
      <textarea
        id={canvasId(id)}
        ref={paper}
        {...content}
        style={{ ...lines, position: 'relative', background: 'transparent', color: 'inherit', outlineOffset: '4px' }}
        aria-label={name}
        aria-describedby={helpId}
        aria-readonly="true"
        rows={1}
        inputMode="none"
        spellcheck={false}
        autocomplete="off"
        value={text.shown}
        onBeforeInput={(event) => event.preventDefault()}
        // A word that is composed cannot be kept out before it is there.
        onInput={({ currentTarget }) => {
          currentTarget.value = text.shown
        }}
        onKeyDown={onKeyDown}
        onPointerDown={({ pointerType }) => {
          // It may be let go outside; what is selected is known after that only.
          if (pointerType === 'mouse')
            document.addEventListener('pointerup', () => setTimeout(onSelected), { once: true })
        }}
      />
    </div>
  )
}

const lines: CSSProperties = {
  ...{ gridArea: '1 / 1', boxSizing: 'border-box', width: '100%', margin: 0, padding: '0.4em 0.15em 0' },
  ...{ border: 0, borderRadius: '4px', font: 'inherit', lineHeight: 2.4, textAlign: 'start' },
  ...{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', unicodeBidi: 'plaintext', resize: 'none', overflow: 'hidden' },
}
const mark: CSSProperties = { position: 'relative', padding: '0.1em 0', borderRadius: '3px' }
const tag: CSSProperties = {
  // Above the first line of it; of a name that is longer than the part, as much as leaves the next one alone.
  ...{ position: 'absolute', insetInlineStart: 0, top: 0, transform: 'translateY(-100%)', maxWidth: 'max(100%, 4em)' },
  ...{ fontSize: '0.65em', lineHeight: 1.2, whiteSpace: 'nowrap', overflow: 'hidden', textOverflow: 'ellipsis' },
  ...{ color: 'var(--ink-2)', pointerEvents: 'none' },
}
