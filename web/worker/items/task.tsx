/** @jsxImportSource preact */
import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { WorkerProject } from '@whisker/api/assignments.ts'
import { completeCount, toAnswer } from '../drafts/draft.ts'
import { Fields } from '../form/fields.tsx'
import { useForm } from '../form/use-form.ts'
import { Instructions } from '../instructions/instructions.tsx'
import { usePage, useWork } from '../page.ts'
import { part } from '../part.ts'
import { PracticeNotice } from '../practice/practice-notice.tsx'
import { HoldNotice } from '../status/hold-notice.tsx'
import { usePart } from '../use-part.ts'
import type { Hold } from '../work/line.ts'
import { goOnFromFeedback } from '../work/practise.ts'
import { SendRow } from './send-row.tsx'
import { ShownItem } from './shown-item.tsx'
import { useDrawn } from './use-drawn.ts'

const loadFeedback = part(() => import('../practice/feedback.tsx'))

/** The task on the screen: one item large with its form beside it, or several as a grid with a form each. */
export function Task({ hold, form }: { hold: Hold; form: WorkerProject }) {
  const { t, desk, language, task } = usePage()
  const { id, items: shown, training } = hold.assignment
  const entered = useForm(hold, form.output_spec)
  const { items, faults, active, value, pick, setActive, enter } = entered
  const one = shown.length === 1
  const practice = useWork((state) => (state.practice?.id === id ? state.practice : null))
  const feedback = practice?.feedback
  const { drawnOn, shownBy } = useDrawn(hold, form, entered, feedback)
  const said = usePart(training ? loadFeedback : null, { again: feedback })
  // Answered: the keys of the form are at rest, and the one that sends goes on.
  if (feedback && task.current)
    task.current = {
      ...{ itemCount: 1, optionCount: () => 0, choose: () => {} },
      act: (action) => action === 'send' && goOnFromFeedback(desk),
    }
  const fieldsOf = (item: number) =>
    feedback && said ? (
      <said.RightAnswer
        inputs={form.input_spec}
        fields={form.output_spec}
        known={feedback.answer[item] ?? {}}
        said={(toAnswer(form.output_spec, items, language)[item] ?? {}) as AnswerItem}
        right={feedback.right}
      />
    ) : (
      <Fields
        item={item}
        fields={form.output_spec}
        values={items[item] ?? {}}
        shown={shown[item] ?? {}}
        inputs={form.input_spec}
        faults={faults}
        active={active}
        onValue={value}
        onPick={pick}
        selectedAt={entered.selectedAt}
        onSelect={entered.select}
        onFocus={setActive}
        beside
      />
    )
  const foot =
    feedback && said ? (
      <said.FeedbackFoot feedback={feedback} />
    ) : (
      <SendRow
        gone={hold.state === 'gone'}
        onSend={enter}
        practice={!training ? 'no' : practice ? 'checking' : 'open'}
        progress={one ? '' : t('itemsDone', { done: completeCount(form.output_spec, items), total: shown.length })}
      />
    )
  if (one) {
    return (
      <main class="task one" aria-labelledby="title">
        <section class="stage" aria-label={t('itemOf', { number: 1, total: 1 })}>
          <ShownItem
            inputs={form.input_spec}
            values={shown[0] ?? {}}
            taskId={hold.assignment.id}
            index={0}
            small={false}
            drawnOn={(input) => drawnOn(0, input)}
            shownBy={(input) => (feedback ? null : shownBy(0, input))}
            onFocus={setActive}
          />
          <Instructions />
        </section>
        <section class="desk" aria-label={t('yourAnswer')}>
          {training ? <PracticeNotice score={training} /> : null}
          <HoldNotice hold={hold} />
          <div class="fields">{fieldsOf(0)}</div>
          {foot}
        </section>
      </main>
    )
  }
  return (
    <main class="task many" aria-labelledby="title">
      <div class="grid">
        {shown.map((values, item) => (
          <section
            class="card"
            // biome-ignore lint/suspicious/noArrayIndexKey: items of a task have a fixed order and no id
            key={item}
            data-active={active.item === item}
            aria-label={t('itemOf', { number: item + 1, total: shown.length })}
          >
            <ShownItem
              inputs={form.input_spec}
              values={values}
              taskId={hold.assignment.id}
              index={item}
              small
              drawnOn={(input) => drawnOn(item, input)}
              shownBy={(input) => shownBy(item, input)}
              onFocus={setActive}
            />
            <div class="fields">{fieldsOf(item)}</div>
          </section>
        ))}
      </div>
      <div class="desk">
        {training ? <PracticeNotice score={training} /> : null}
        <HoldNotice hold={hold} />
        {foot}
      </div>
      <Instructions />
    </main>
  )
}
