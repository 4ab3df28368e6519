import { Button } from '@mantine/core'
import type { ReactNode } from 'react'
import { type Explanation, explain, isPassing } from '../service/problem.ts'
import { Icon, type IconName } from './icons.tsx'
import styles from './note.module.css'

type Tone = 'info' | 'warn' | 'danger'

/** A boxed remark. */
export function Note(props: {
  tone?: Tone
  title?: string
  icon?: IconName
  children?: ReactNode
  action?: ReactNode
}) {
  const tone = props.tone ?? 'info'
  return (
    <div className={styles.note} data-tone={tone} role={tone === 'danger' ? 'alert' : undefined}>
      {tone !== 'info' && <Icon name={props.icon ?? 'alert'} />}
      <div className={styles.text}>
        {props.title && <p className={styles.title}>{props.title}</p>}
        {props.children}
      </div>
      {props.action}
    </div>
  )
}

/** A failure in words: what happened, what to do, and where it helps a button to try again. */
export function ProblemNote({ error, retry }: { error: unknown; retry?: () => void }) {
  const problem = explain(error)
  const again = retry && (isPassing(error) || problem.code === 'unexpected') && (
    <Button size="xs" variant="default" onClick={retry}>
      Try again
    </Button>
  )
  return (
    <Note tone="danger" title={problem.title} action={again}>
      <ProblemText problem={problem} />
    </Note>
  )
}

/** The sentences of a failure that did not find a field of the form to stand at. */
export function ProblemText({ problem, known = [] }: { problem: Explanation; known?: readonly string[] }) {
  const others = problem.fields.filter((field) => !known.includes(field.pointer))
  return (
    <>
      <p>{problem.detail}</p>
      {others.length > 0 && (
        <ul className={styles.list}>
          {others.map((field) => (
            <li key={`${field.pointer} ${field.code} ${field.detail}`}>
              <code>{field.pointer}</code> {field.detail}
            </li>
          ))}
        </ul>
      )}
      {problem.code === 'internal' && <p className={styles.small}>Request {problem.requestId}</p>}
    </>
  )
}
