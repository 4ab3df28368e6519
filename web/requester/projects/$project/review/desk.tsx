import { Button, Kbd } from '@mantine/core'
import { Link } from '@tanstack/react-router'
import type { AnswerItem } from '@whisker/api/answer-check.ts'
import { title as titleOfField } from '@whisker/api/field-names.ts'
import type { FieldResult } from '@whisker/api/field-result.ts'
import type { FieldValue, OutputField } from '@whisker/api/fields.ts'
import type { Project } from '@whisker/api/project-settings.ts'
import type { Task } from '@whisker/api/tasks.ts'
import { useEffect, useRef, useState } from 'react'
import { explain } from '../../../../service/problem.ts'
import { ProblemNote } from '../../../../ui/note.tsx'
import { formatShare } from '../../../../ui/numbers.ts'
import { isDrawn } from '../../../kinds/drawn-correction.tsx'
import { kindOf } from '../../../kinds/kinds.ts'
import { ResultFields } from '../correction/result-fields.tsx'
import { useSpokenForm } from '../correction/spoken-form.ts'
import { PartsList } from '../parts/parts-list.tsx'
import { titleOf } from '../tasks/task-columns.tsx'
import { formatValue } from '../values.ts'
import { ChoiceList } from './choice-list.tsx'
import { choicesOf, opinionOf, type Spot, spotsOf } from './choices.ts'
import styles from './review.module.css'
import { Shown } from './shown.tsx'
import type { useReview } from './use-review.ts'

/** One task in front of the reviewer: what was shown, what people said, and the decision, by keys or by clicks. */
export function Desk(props: { project: Project; task: Task; review: ReturnType<typeof useReview> }) {
  const { project, task, review } = props
  const form = useSpokenForm(project, task.version)
  const spots = spotsOf(form, task)
  const [said, setDraft] = useState<AnswerItem[] | null>(null)
  const draft = said ?? opinionOf(form, task)
  const [at, setAt] = useState(0)
  const drawn = form.filter(isDrawn)
  // Who looks at boxes looks at each of them.
  const [editing, setEditing] = useState(drawn.length > 0)
  const panel = useRef<HTMLFormElement>(null)
  const failed = review.failed === task.id ? review.error : null
  const spot = spots[at] as Spot

  const decide = (result: AnswerItem[]) => review.decide(task, result)
  /** One choice decides a task with one value; where a field takes several, they are chosen before Enter. */
  const choose = (n: number, value: FieldValue) => {
    const { item: of, field } = spots[n] as Spot
    const { review: choosing } = kindOf(field)
    const next = draft.map((values, item) =>
      item === of ? { ...values, [field.name]: choosing.choose(field, values[field.name], value) } : values,
    )
    setDraft(next)
    if (spots.length === 1 && choosing.decides) decide(next)
    else setAt(n)
  }
  const press = (digit: number) => {
    const choice = choicesOf(spot.field, task.result?.[spot.item]?.[spot.field.name])[digit]
    if (!choice) return
    choose(at, choice.value)
    if (kindOf(spot.field).review.decides) setAt(Math.min(at + 1, spots.length - 1))
  }
  useKeys({
    '1-9': (digit) => press(Number(digit) - 1),
    enter: () => decide(draft),
    e: () => setEditing(true),
    s: () => review.skip(task),
    z: () => review.undo?.(),
    arrowdown: () => setAt(Math.min(at + 1, spots.length - 1)),
    arrowup: () => setAt(Math.max(at - 1, 0)),
    escape: () => setEditing(false),
  })
  useEffect(() => {
    if (editing && drawn.length === 0) panel.current?.querySelector<HTMLElement>('input, textarea')?.focus()
  }, [editing, drawn.length])

  return (
    <div className={styles.desk} data-drawn={(editing && drawn.length > 0) || undefined}>
      <Shown project={project} task={task} form={form} said={draft} without={editing ? drawn : []} />
      <form
        ref={panel}
        className={styles.panel}
        aria-label="Your decision"
        onSubmit={(event) => {
          event.preventDefault()
          decide(draft)
        }}
      >
        <p className={styles.name}>
          <Link to="/projects/$project/tasks/$task" params={{ project: String(project.id), task: task.id }}>
            {titleOf(project, task)}
          </Link>
        </p>
        {failed && <ProblemNote error={failed} />}
        {editing ? (
          <ResultFields
            form={form}
            sentAs="result"
            items={draft}
            set={setDraft}
            faults={failed ? explain(failed).fields : []}
            about={{ project, task, onDone: () => decide(draft) }}
          />
        ) : (
          spots.map(({ item, field }, n) => {
            const result = task.result?.[item]?.[field.name]
            return (
              <section
                key={`${item} ${field.name}`}
                className={styles.spot}
                data-current={spots.length > 1 && n === at}
              >
                <h3 className={styles.field}>
                  {titleOfField(field)}
                  {task.task_spec.length > 1 && ` · item ${item + 1}`}
                </h3>
                <Opinion result={result} field={field} />
                <ChoiceList
                  choices={choicesOf(field, result)}
                  isChosen={(value) => kindOf(field).review.isChosen(draft[item]?.[field.name], value)}
                  keys={n === at}
                  choose={(value) => choose(n, value)}
                />
              </section>
            )
          })
        )}
        <Actions {...{ task, review, editing, setEditing }} />
      </form>
    </div>
  )
}

type ActionsProps = {
  task: Task
  review: ReturnType<typeof useReview>
  editing: boolean
  setEditing: (editing: boolean) => void
}

function Actions({ task, review, editing, setEditing }: ActionsProps) {
  return (
    <div className={styles.actions}>
      <Button type="submit" rightSection={<Key>Enter</Key>}>
        {editing ? 'Save' : 'Accept'}
      </Button>
      {editing ? (
        <Button variant="default" onClick={() => setEditing(false)} rightSection={<Key>Esc</Key>}>
          Back
        </Button>
      ) : (
        <Button variant="default" onClick={() => setEditing(true)} rightSection={<Key>E</Key>}>
          Edit
        </Button>
      )}
      <Button variant="default" onClick={() => review.skip(task)} rightSection={<Key>S</Key>}>
        Skip
      </Button>
      <Button
        variant="subtle"
        color="gray"
        disabled={!review.undo}
        onClick={() => review.undo?.()}
        rightSection={<Key>Z</Key>}
      >
        Undo
      </Button>
    </div>
  )
}

function Key({ children }: { children: string }) {
  return (
    <Kbd size="xs" className={styles.key} aria-hidden="true">
      {children}
    </Kbd>
  )
}

/** Keys of the page. Not while somebody types, nor where a key means something already (Enter on a button or a link). */
function useKeys(keys: Record<string, (key: string) => void>) {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.defaultPrevented) return
      const target = event.target as HTMLElement
      if (document.querySelector('[role="dialog"]')) return
      const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)
      if (typing && event.key !== 'Escape') return
      if (event.key === 'Enter' && /^(BUTTON|A)$/.test(target.tagName)) return
      const name = /^[1-9]$/.test(event.key) ? '1-9' : event.key.toLowerCase()
      const act = keys[name]
      if (!act) return
      event.preventDefault()
      act(event.key)
    }
    document.addEventListener('keydown', press)
    return () => document.removeEventListener('keydown', press)
  })
}

/** What the answers say by themselves, and how sure that is. */
function Opinion({ result, field }: { result: FieldResult | undefined; field: OutputField }) {
  if (!result) return <p className={styles.opinion}>The answers have no result yet</p>
  return (
    <>
      <p className={styles.opinion}>
        <strong>{formatValue(result.value, field)}</strong> {formatShare(result.confidence)} sure
      </p>
      <PartsList result={result} field={field} />
    </>
  )
}
