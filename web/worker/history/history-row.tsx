/** @jsxImportSource preact */
import { title } from '@whisker/api/field-names.ts'
import type { OwnAnswer } from '@whisker/api/own-work.ts'
import { useEffect } from 'preact/hooks'
import { valueWords } from '../form/value-words.ts'
import { mediumOf } from '../media/media.ts'
import { useContentLanguage, usePage, useWork } from '../page.ts'
import { fetchForm } from '../work/take.ts'
import { EditAnswer } from './edit-answer.tsx'

type Props = {
  answer: OwnAnswer
  editing: boolean
  onEdit(on: boolean): void
  onChanged(answer: OwnAnswer): void
}

/** One answer: when, what was asked as far as it is still shown, what was said. */
export function HistoryRow({ answer, editing, onEdit, onChanged }: Props) {
  const { t, desk, language } = usePage()
  const { version, project_id, values, items } = answer
  const form = useWork(({ forms }) => forms[version])
  useEffect(() => {
    if (!form) void fetchForm(desk, project_id, version)
  }, [form, desk, project_id, version])
  const when = new Intl.DateTimeFormat(language, { dateStyle: 'medium', timeStyle: 'short' })
  const fieldOf = (name: string) => form?.output_spec.find((one) => one.name === name)
  const labelOf = (name: string) => {
    const field = fieldOf(name)
    return field ? title(field) : name
  }
  const said = values.flatMap((item) => Object.entries(item))
  return (
    <li>
      <p class="help">
        <time datetime={answer.submitted_at}>{when.format(new Date(answer.submitted_at))}</time>
        {answer.state === 'counted' ? '' : ` · ${t('notCounted')}`}
      </p>
      {items ? <Asked items={items} /> : null}
      {editing && form && items ? (
        <EditAnswer answer={answer} form={form} onDone={onChanged} onCancel={() => onEdit(false)} />
      ) : (
        <>
          <dl>
            {said.map(([name, value], index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: lines never move
              <div key={index}>
                <dt dir="auto">{labelOf(name)}</dt>
                <dd dir="auto">{valueWords(fieldOf(name), value, language, t, form?.input_spec)}</dd>
              </div>
            ))}
          </dl>
          {answer.may_edit && form ? (
            <div class="row">
              <button type="button" class="button" onClick={() => onEdit(true)}>
                {t('changeIt')}
              </button>
            </div>
          ) : null}
        </>
      )}
    </li>
  )
}

/** Pictures small, texts as they are. */
function Asked({ items }: { items: NonNullable<OwnAnswer['items']> }) {
  const { t } = usePage()
  const content = useContentLanguage()
  const shown = items.flatMap((item, index) =>
    Object.entries(item).map(([name, value]) => ({ id: `${index} ${name}`, number: index + 1, value })),
  )
  return (
    <div class="asked">
      {shown.map(({ id, number, value }) => {
        const { Past } = mediumOf(value)
        return <Past key={id} value={value} number={number} t={t} content={content} />
      })}
    </div>
  )
}
