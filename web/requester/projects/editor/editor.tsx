import { Button, SegmentedControl } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { useMutation } from '@tanstack/react-query'
import { useBlocker } from '@tanstack/react-router'
import { fieldProblems } from '@whisker/api/field-problems.ts'
import { ProjectDraft } from '@whisker/api/project-settings.ts'
import { useMemo, useReducer, useRef, useState } from 'react'
import { explain } from '../../../service/problem.ts'
import { Note, ProblemText } from '../../../ui/note.tsx'
import { plural } from '../../../ui/numbers.ts'
import { useFaults } from '../../controls/faults.tsx'
import { AboutSection } from './about-section.tsx'
import type { Draft } from './draft.ts'
import { reduceDraft, startState } from './draft-state.ts'
import styles from './editor.module.css'
import { InputFields } from './input-fields.tsx'
import { JsonView } from './json-view.tsx'
import { MeasureSection } from './measure-section.tsx'
import { OutputFields } from './output-fields.tsx'
import { Preview } from './preview.tsx'
import { TrainingSection } from './training-section.tsx'
import { WorkSection } from './work-section.tsx'

/** What to do once the page may be left; what is saved now, which may hold changes of others; or that nothing was. */
export type Saved = (() => unknown) | { draft: Draft } | 'cancelled'

type View = 'form' | 'preview' | 'json'

/**
 * The editor of a project's settings: the form at the left, and at the right what workers will see, or the same as
 * JSON. On narrow screens the three take turns.
 *
 * What `save` gives back: {@link Saved}.
 */
export function Editor(props: {
  start: Draft
  isNew: boolean
  save: (draft: Draft) => Promise<Saved>
  saveLabel: string
  /** Shown above the button when there is something to save. */
  remark?: (draft: Draft) => string | null
  /** For people who may look and not change: nothing can be saved. */
  readOnly?: boolean
}) {
  const [state, dispatch] = useReducer(reduceDraft, props.start, startState)
  const { draft } = state
  const [firstId] = useState(state.nextId)
  const narrow = useMediaQuery('(max-width: 1180px)') ?? false
  const [view, setView] = useState<View>('form')
  const [jsonPending, setJsonPending] = useState(false)
  const saved = useRef(props.start)
  const changed = JSON.stringify(saved.current) !== JSON.stringify(draft)

  const local = useMemo(() => {
    const parsed = ProjectDraft.safeParse(draft)
    return parsed.success ? [] : fieldProblems(parsed.error)
  }, [draft])
  const request = useMutation({
    mutationFn: props.save,
    onSuccess: (outcome, sent) => {
      if (outcome === 'cancelled') return
      saved.current = sent
      if (typeof outcome === 'function') outcome()
      else {
        saved.current = outcome.draft
        dispatch({ type: 'replace', draft: outcome.draft })
      }
    },
  })
  // What the server said holds for the draft it was said about, not for what has been typed since.
  const refusal = request.error && request.variables === draft ? explain(request.error) : null
  const remote = refusal?.fields ?? []
  const all = useMemo(() => (remote.length > 0 ? [...local, ...remote] : local), [local, remote])
  const faults = useFaults(all, props.isNew)

  useBlocker({
    // Asked anew and not taken from `changed`: after a save the page leaves before it is drawn again.
    shouldBlockFn: () =>
      (jsonPending || JSON.stringify(saved.current) !== JSON.stringify(draft)) &&
      !window.confirm('Leave without saving your changes?'),
    enableBeforeUnload: () => jsonPending || (!props.isNew && changed),
  })

  const submit = () => {
    faults.showAll()
    if (local.length > 0) {
      setView('form')
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[data-pointer][aria-invalid="true"]')?.focus())
    } else request.mutate(draft)
  }
  const set = (change: Partial<Draft>) => dispatch({ type: 'set', change })
  const isOpen = (id: number | undefined) => id !== undefined && (id >= firstId || (props.isNew && firstId <= 3))
  const sideView = narrow ? view : view === 'json' ? 'json' : 'preview'
  const remark = changed ? (props.remark?.(draft) ?? '') : props.isNew ? '' : 'All changes are saved.'
  const toFix = all.length > 0 ? `${plural(all.length, 'thing')} to fix` : remark
  const words = jsonPending ? 'The JSON is not in the form yet: there is something to fix in it.' : toFix

  return (
    <faults.Provider value={faults.value}>
      {narrow && <Views value={view} set={setView} all />}
      <form
        className={styles.editor}
        onBlur={faults.onBlur}
        onSubmit={(event) => {
          event.preventDefault()
          submit()
        }}
      >
        {(!narrow || view === 'form') && (
          <fieldset className={styles.form} disabled={props.readOnly}>
            <AboutSection draft={draft} set={set} />
            <InputFields state={state} dispatch={dispatch} isOpen={isOpen} />
            <OutputFields state={state} dispatch={dispatch} isOpen={isOpen} />
            <WorkSection draft={draft} set={set} />
            <TrainingSection draft={draft} set={set} />
            <MeasureSection draft={draft} set={set} />
          </fieldset>
        )}
        {(!narrow || view !== 'form') && (
          <div className={styles.side}>
            {!narrow && <Views value={sideView} set={setView} />}
            {sideView === 'json' ? (
              <JsonView
                draft={draft}
                replace={(next) => dispatch({ type: 'replace', draft: next })}
                onPending={setJsonPending}
              />
            ) : (
              <Preview draft={draft} />
            )}
          </div>
        )}
        <div className={styles.saveBar}>
          {refusal && remote.length === 0 && (
            <Note tone="danger" title={refusal.title}>
              <ProblemText problem={refusal} />
            </Note>
          )}
          <p className={styles.saveText} aria-live="polite">
            {words}
          </p>
          <Button
            type="submit"
            loading={request.isPending}
            disabled={props.readOnly || jsonPending || (!props.isNew && !changed)}
          >
            {props.saveLabel}
          </Button>
        </div>
      </form>
    </faults.Provider>
  )
}

function Views({ value, set, all = false }: { value: View; set: (view: View) => void; all?: boolean }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="View"
      value={value}
      onChange={(next) => set(next as View)}
      data={[
        ...(all ? [{ value: 'form', label: 'Form' }] : []),
        { value: 'preview', label: 'Preview' },
        { value: 'json', label: 'JSON' },
      ]}
    />
  )
}
