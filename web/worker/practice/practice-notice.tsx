/** @jsxImportSource preact */
import type { TrainingScore } from '@whisker/api/training.ts'
import { usePage } from '../page.ts'

/** That this is practice, how far it goes, and what it is for. `score` is the one before the task on the screen. */
export function PracticeNotice({ score }: { score: TrainingScore }) {
  const { t } = usePage()
  const { answered, questions, pass } = score
  return (
    <p class="practice">
      <strong>{t('practice', { number: answered + 1, total: questions })}</strong>
      <span>{t('practiceHelp', { pass })}</span>
    </p>
  )
}
