/** @jsxImportSource preact */

import type { TrainingScore } from '@whisker/api/training.ts'
import { base } from '../../service/base.ts'
import type { Key } from '../language/messages/en.ts'
import { usePage, useWork } from '../page.ts'
import { part } from '../part.ts'
import { usePart } from '../use-part.ts'
import { goOn } from '../work/hold-time.ts'
import type { Lull } from '../work/state.ts'
import { look } from '../work/take.ts'
import { useNow } from './hold-notice.tsx'
import { Words } from './words.tsx'

const loadAppeal = part(() => import('./appeal-form.tsx'))

const words = {
  taking: { title: 'taking', text: null },
  none_left: { title: 'noneLeft', text: 'noneLeftText' },
  all_held: { title: 'allHeld', text: 'allHeldText' },
  pictures_missing: { title: 'picturesMissing', text: 'picturesMissingText' },
  paused: { title: 'paused', text: 'pausedText' },
  worker_paused: { title: 'workerPaused', text: null },
  limit_reached: { title: 'noneLeft', text: null },
  language_required: { title: 'needsLanguage', text: 'needsLanguageText' },
  skill_required: { title: 'needsSkill', text: 'needsSkillText' },
  training_failed: { title: 'trainingFailed', text: null },
  training_not_ready: { title: 'trainingNotReady', text: 'trainingNotReadyText' },
  closed: { title: 'closed', text: 'closedText' },
  away: { title: 'away', text: 'awayText' },
  offline: { title: 'offlineEmpty', text: 'offlineEmptyText' },
  broken: { title: 'broken', text: null },
} satisfies Record<Lull['kind'], { title: Key; text: Key | null }>

const nothingToDo = { title: 'nothingToDo', text: 'nothingToDoText' } satisfies { title: Key; text: Key }

/** Nothing comes by itself within a minute. */
const endings: Lull['kind'][] = [
  ...(['none_left', 'closed', 'worker_paused', 'limit_reached'] as const),
  ...(['language_required', 'skill_required', 'training_failed'] as const),
]

/** Nothing to answer right now: why, and what happens next by itself. */
export function LullView({ lull }: { lull: Lull }) {
  const { t, desk, language } = usePage()
  const projects = useWork((state) => state.projects)
  const saved = useWork((state) => state.savedThisVisit)
  // Who has done nothing yet is not thanked for having done everything: there may never have been a task.
  const { title, text } = lull.kind === 'none_left' && saved === 0 ? nothingToDo : words[lull.kind]
  const howItWent = ({ right, questions, pass }: TrainingScore) => {
    const time = new Intl.DateTimeFormat(language, { weekday: 'long', hour: 'numeric', minute: 'numeric' })
    return t('trainingFailedText', { right, total: questions, pass, time: time.format(lull.againAt ?? Date.now()) })
  }
  const appeal = usePart(lull.mayAppeal ? loadAppeal : null)
  if (lull.kind === 'taking') return <Words title={t('taking')} />
  return (
    <Words title={t(title)} text={text ? t(text) : lull.training ? howItWent(lull.training) : lull.detail}>
      {lull.kind === 'away' ? (
        <button type="button" class="button primary" ref={focusNow} onClick={() => goOn(desk)}>
          {t('goOn')}
        </button>
      ) : null}
      {lull.kind === 'broken' ? (
        <button type="button" class="button primary" onClick={() => look(desk)}>
          {t('tryAgain')}
        </button>
      ) : null}
      {lull.mayAppeal && appeal ? <appeal.AppealForm /> : null}
      {lull.againAt !== null && !endings.includes(lull.kind) ? <Countdown until={lull.againAt} /> : null}
      {projects.length > 1 || endings.includes(lull.kind) ? (
        <a class="quiet" href={`${base}/app/work`}>
          {t('projects')}
        </a>
      ) : null}
    </Words>
  )
}

/** Enter goes on, as everywhere on this page. */
function focusNow(button: HTMLElement | null): void {
  button?.focus()
}

function Countdown({ until }: { until: number }) {
  const { t } = usePage()
  const seconds = Math.max(0, Math.ceil((until - useNow(500)) / 1000))
  return <p class="countdown">{t('askingAgain', { count: seconds })}</p>
}
