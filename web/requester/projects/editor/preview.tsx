import { Button } from '@mantine/core'
import { type AnswerItem, checkAnswer, title } from '@whisker/api/answers.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import { useState } from 'react'
import { faultOf } from '../../../service/problem.ts'
import { Icon } from '../../../ui/icons.tsx'
import { Markdown } from '../../../ui/markdown.tsx'
import type { Draft } from './draft.ts'
import styles from './preview.module.css'
import { PreviewField, type PreviewValue } from './preview-field.tsx'

/** What a worker gets to see, to be tried out: the form checks an answer as the server will. */
export function Preview({ draft }: { draft: Draft }) {
  const [values, setValues] = useState<Record<string, PreviewValue>>({})
  const [faults, setFaults] = useState<FieldProblem[]>([])
  const [accepted, setAccepted] = useState<AnswerItem | null>(null)
  const submit = () => {
    const checked = checkAnswer(draft.output_spec, 1, [values], (pattern, value) => matches(pattern, value))
    setFaults(checked.ok ? [] : checked.errors)
    setAccepted(checked.ok ? (checked.answer[0] ?? {}) : null)
  }
  return (
    <section className={styles.preview} aria-label="Preview">
      <p className={styles.title}>{draft.title || 'Untitled'}</p>
      {draft.public_description.trim() !== '' && (
        <div className={styles.instructions}>
          <Markdown source={draft.public_description} />
        </div>
      )}
      <div className={styles.shown}>
        {draft.input_spec.map((field, at) =>
          field.type === 'image' ? (
            // biome-ignore lint/suspicious/noArrayIndexKey: fields of a draft may have the same name for a moment
            <div key={at} className={styles.picture}>
              <Icon name="image" size={28} />
              <span>{title(field)}</span>
            </div>
          ) : (
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            <div key={at} className={styles.text}>
              The text of “{title(field)}” stands here.
            </div>
          ),
        )}
      </div>
      <div className={styles.fields}>
        {draft.output_spec.map((field, at) => (
          <PreviewField
            // biome-ignore lint/suspicious/noArrayIndexKey: as above
            key={`${at} ${field.type}`}
            field={field}
            value={values[field.name]}
            fault={faultOf(faults, `/answer/0/${field.name}`)}
            change={(value) => {
              setAccepted(null)
              setValues({ ...values, [field.name]: value })
            }}
          />
        ))}
        <div className={styles.submit}>
          <Button onClick={submit}>Try it</Button>
          {accepted && <code className={styles.accepted}>{JSON.stringify(accepted)}</code>}
        </div>
      </div>
    </section>
  )
}

/** The server matches with RE2; here the browser's own engine has to do, on one short text that a person typed. */
function matches(pattern: string, value: string): boolean {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u').test(value)
  } catch {
    return true
  }
}
