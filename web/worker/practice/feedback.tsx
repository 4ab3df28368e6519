/** @jsxImportSource preact */
import type { AnswerItem } from '@whisker/api/answer-check.ts'
import { title } from '@whisker/api/field-names.ts'
import type { InputField, OutputField } from '@whisker/api/fields.ts'
import type { TrainingFeedback } from '@whisker/api/training.ts'
import { Icon } from '../icons.tsx'
import { KeyCap } from '../keys/key-cap.tsx'
import type { DraftValue } from '../kinds/kind.ts'
import { kindOf } from '../kinds/kinds.ts'
import { useContentLanguage, usePage } from '../page.ts'
import { goOnFromFeedback } from '../work/practise.ts'

/** Whether the answer was right, with the way on. Enter takes it, as everywhere on this page. */
export function FeedbackFoot({ feedback }: { feedback: TrainingFeedback }) {
  const { t, desk, settings } = usePage()
  const { right, questions, answered, pass } = feedback.score
  const passed = answered === questions && right >= pass
  return (
    <>
      <p class="verdict" data-right={feedback.right} role="status">
        <Icon name={feedback.right ? 'check' : 'close'} size={18} />
        <span>
          {t(feedback.right ? 'practiceRight' : 'practiceWrong')}
          {passed ? ` ${t('practicePassed', { right, total: questions })}` : ''}
        </span>
      </p>
      <div class="send-row">
        <button
          type="button"
          class="button primary"
          aria-keyshortcuts={settings.keymap.send}
          onClick={() => goOnFromFeedback(desk)}
        >
          {t('nextTask')}
          <KeyCap of={settings.keymap.send} />
        </button>
      </div>
    </>
  )
}

type Props = {
  fields: readonly OutputField[]
  inputs: readonly InputField[]
  known: AnswerItem
  said: AnswerItem
  right: boolean
}

/** What is right about one item, beside what was said. */
export function RightAnswer({ fields, inputs, known, said, right }: Props) {
  const { t, language } = usePage()
  const content = useContentLanguage()
  const wordsOf = (field: OutputField, value: DraftValue | undefined) =>
    value === undefined || value === '' ? '–' : kindOf(field).words(field, value, language, t, inputs)
  return (
    <dl class="known">
      {fields.map((field) => {
        const value = known[field.name]
        if (value === undefined) return null
        return (
          <div key={field.name}>
            <dt {...content}>{title(field)}</dt>
            <dd>
              <small>{t('rightAnswer')}</small>
              <strong {...content}>{wordsOf(field, value)}</strong>
            </dd>
            {right ? null : (
              <dd>
                <small>{t('yourAnswer')}</small>
                <span {...content}>{wordsOf(field, said[field.name])}</span>
              </dd>
            )}
          </div>
        )
      })}
    </dl>
  )
}
