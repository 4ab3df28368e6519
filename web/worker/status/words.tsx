/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { Mark } from '../icons.tsx'

/** A page that says what is the matter and what to do next. */
export function Words({ title, text, children }: { title: string; text?: string; children?: ComponentChildren }) {
  return (
    <main class="words">
      <Mark size={56} />
      <h1>{title}</h1>
      {text ? <p>{text}</p> : null}
      {children}
    </main>
  )
}
