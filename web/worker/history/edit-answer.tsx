/** @jsxImportSource preact */
import type { WorkerProject } from '@whisker/api/assignments.ts'
import type { OwnAnswer } from '@whisker/api/own-work.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import { useState } from 'preact/hooks'
import { call } from '../calls/call.ts'
import { fromAnswer, toAnswer, withValue } from '../drafts/draft.ts'
import { Fields } from '../form/fields.tsx'
import { type Spot, valueAt } from '../form/spot.ts'
import { checkAnswer, kindOf } from '../kinds/kinds.ts'
import { usePage } from '../page.ts'

type Props = {
  answer: OwnAnswer
  form: WorkerProject
  onDone(answer: OwnAnswer): void
  onCancel(): void
}

// The form of the task under the panel has the items from 0 on: ids of controls must not meet.
const firstItem = 1000

/** The form of an answer that was given, with what was said in it. */
export function EditAnswer({ answer, form, onDone, onCancel }: Props) {
  const { t, language } = usePage()
  const fields = form.output_spec
  const [items, setItems] = useState(() => fromAnswer(fields, answer.values, language))
  const [faults, setFaults] = useState<readonly FieldProblem[]>([])
  const [state, setState] = useState<'typing' | 'saving' | string>('typing')

  async function save(event: Event): Promise<void> {
    event.preventDefault()
    const checked = checkAnswer(fields, items.length, toAnswer(fields, items, language), {
      asked: answer.items ?? undefined,
    })
    if (!checked.ok) return setFaults(checked.errors)
    setState('saving')
    const params = { assignment_id: answer.assignment_id }
    const outcome = await call('changeAnswer', { params, body: { answer: checked.answer } })
    if (outcome.ok) return onDone({ ...answer, values: checked.answer })
    const { code, detail, errors } = outcome.trouble
    setFaults(errors)
    // It has been used meanwhile: what was said first stands, and cannot be changed any more.
    if (code === 'too_late') return onDone({ ...answer, may_edit: false, items: null })
    setState(code === 'offline' ? t('offlineOpen') : errors.length > 0 ? 'typing' : detail)
  }
  const enter = ({ item, field }: Spot, value: Parameters<typeof withValue>[3]) =>
    setItems((before) => withValue(before, item - firstItem, fields[field]?.name ?? '', value))
  function pick(spot: Spot, index: number): void {
    const field = fields[spot.field]
    const choices = field && kindOf(field).choices
    const own = { ...spot, item: spot.item - firstItem }
    if (choices) enter(spot, choices.taken(field, valueAt(fields, items, own), index))
  }

  return (
    <form class="fields" onSubmit={save}>
      {items.map((values, index) => (
        <Fields
          // biome-ignore lint/suspicious/noArrayIndexKey: items of a task have a fixed order and no id
          key={index}
          item={firstItem + index}
          fields={fields}
          values={values}
          shown={answer.items?.[index] ?? {}}
          faults={faults.map((fault) => shifted(fault))}
          active={{ item: -1, field: -1 }}
          onValue={enter}
          onPick={pick}
          selectedAt={() => []}
          onSelect={() => {}}
          onFocus={() => {}}
        />
      ))}
      <p class="fault" role="status">
        {state === 'typing' || state === 'saving' ? '' : state}
      </p>
      <div class="row">
        <button type="submit" class="button primary" disabled={state === 'saving'}>
          {t('save')}
        </button>
        <button type="button" class="button" onClick={onCancel}>
          {t('cancel')}
        </button>
      </div>
    </form>
  )
}

/** `/answer/0/animal` -> `/answer/1000/animal` */
function shifted(fault: FieldProblem): FieldProblem {
  const pointer = fault.pointer.replace(/^\/answer\/(\d+)/, (_, item) => `/answer/${firstItem + Number(item)}`)
  return { ...fault, pointer }
}
