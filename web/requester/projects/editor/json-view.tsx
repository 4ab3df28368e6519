import { fieldProblems } from '@whisker/api/field-problems.ts'
import { useEffect, useMemo, useRef, useState } from 'react'
import { sentence } from '../../../service/problem.ts'
import { CopyIcon } from '../../../ui/copy.tsx'
import { type Draft, fromJson, toJson } from './draft.ts'
import styles from './json-view.module.css'

/**
 * The draft as the JSON that `POST /projects` takes, both ways: what is changed in the form appears here, and what is
 * typed here appears in the form as soon as it is acceptable. Until then this text stays as it was typed.
 */
export function JsonView(props: {
  draft: Draft
  replace: (draft: Draft) => void
  /** Whether there is text that is not in the form, because it is not acceptable yet. */
  onPending: (pending: boolean) => void
}) {
  const { draft, replace, onPending } = props
  const [text, setText] = useState(() => toJson(draft))
  const own = useRef(draft)
  const read = useMemo(() => fromJson(text), [text])

  useEffect(() => {
    // A change that came from here must not rewrite the text under the cursor.
    if (own.current === draft) return
    own.current = draft
    setText(toJson(draft))
  }, [draft])

  useEffect(() => {
    onPending(!read.ok)
    return () => onPending(false)
  }, [read.ok, onPending])

  const type = (next: string) => {
    setText(next)
    const result = fromJson(next)
    if (!result.ok) return
    own.current = result.draft
    replace(result.draft)
  }

  return (
    <div className={styles.view}>
      <div className={styles.head}>
        <p className={styles.hint}>
          The body of <code>POST /projects</code>. Change it here or in the form.
        </p>
        <CopyIcon value={text} label="the JSON" />
      </div>
      <textarea
        className={styles.text}
        aria-label="The project as JSON"
        aria-invalid={!read.ok}
        aria-describedby="json-faults"
        spellCheck={false}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
      />
      <div id="json-faults" aria-live="polite">
        {!read.ok && <Faults read={read} />}
      </div>
    </div>
  )
}

function Faults({ read }: { read: Exclude<ReturnType<typeof fromJson>, { ok: true }> }) {
  if ('syntax' in read) return <p className={styles.fault}>This is not JSON yet: {read.syntax}</p>
  const faults = fieldProblems(read.error)
  return (
    <ul className={styles.faults}>
      {faults.slice(0, 12).map((fault) => (
        <li key={`${fault.pointer} ${fault.detail}`}>
          <code>{fault.pointer || '/'}</code> {sentence(fault.detail)}
        </li>
      ))}
      {faults.length > 12 && <li>and {faults.length - 12} more</li>}
    </ul>
  )
}
