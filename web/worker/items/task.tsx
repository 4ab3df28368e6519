/** @jsxImportSource preact */
import type { WorkerProject } from '@whisker/api/assignments.ts'
import { completeCount } from '../form/draft.ts'
import { Fields } from '../form/fields.tsx'
import { useForm } from '../form/use-form.ts'
import { Instructions } from '../instructions/instructions.tsx'
import { usePage } from '../page.ts'
import { HoldNotice } from '../status/hold-notice.tsx'
import type { Hold } from '../work/line.ts'
import { SendRow } from './send-row.tsx'
import { ShownItem } from './shown-item.tsx'

/** The task on the screen: one item large with its form beside it, or several as a grid with a form each. */
export function Task({ hold, form }: { hold: Hold; form: WorkerProject }) {
  const { t } = usePage()
  const { items: shown } = hold.assignment
  const { items, faults, active, value, pick, setActive, enter } = useForm(hold, form.output_spec)
  const one = shown.length === 1
  const fieldsOf = (item: number) => (
    <Fields
      item={item}
      fields={form.output_spec}
      values={items[item] ?? {}}
      faults={faults}
      active={active}
      onValue={value}
      onPick={pick}
      onFocus={setActive}
    />
  )
  const foot = (
    <SendRow
      gone={hold.state === 'gone'}
      onSend={enter}
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
          />
          <Instructions />
        </section>
        <section class="desk" aria-label={t('yourAnswer')}>
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
            <ShownItem inputs={form.input_spec} values={values} taskId={hold.assignment.id} index={item} small />
            <div class="fields">{fieldsOf(item)}</div>
          </section>
        ))}
      </div>
      <div class="desk">
        <HoldNotice hold={hold} />
        {foot}
      </div>
      <Instructions />
    </main>
  )
}
