/** @jsxImportSource preact */
import type { OwnStatistics } from '@whisker/api/own-work.ts'
import { useEffect, useState } from 'preact/hooks'
import { call } from '../calls/call.ts'
import { usePage, useWork } from '../page.ts'
import { summary } from '../storage/tally.ts'
import { isPractice } from '../work/practise.ts'

/** What this person has done, modestly: numbers and no medals. Those of the device stand in while the service is away. */
export function YourWork() {
  const { t, language, desk } = usePage()
  const { line } = desk.store.get()
  const tally = useWork((state) => state.tally)
  const thisVisit = useWork((state) => state.savedThisVisit)
  const served = useStatistics()
  const here = summary(tally, new Date())
  const number = new Intl.NumberFormat(language)
  const medianS = served ? served.median_seconds : here.medianS
  const shown: [string, string][] = [
    [t('today'), number.format(served?.today ?? here.today)],
    [t('thisVisit'), number.format(thisVisit)],
    [t('thisWeek'), number.format(served?.last_7_days ?? here.week)],
    [t('streak'), t('days', { count: served?.streak_days ?? here.streakDays })],
  ]
  if (medianS !== null) shown.push([t('perAnswer'), t('seconds', { count: Math.round(medianS * 10) / 10 })])
  return (
    <>
      <dl class="numbers" aria-label={t('yourWork')}>
        {shown.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div class="row">
        <button type="button" class="button" onClick={() => desk.store.set({ panel: 'history' })}>
          {t('yourAnswers')}
        </button>
        <button
          type="button"
          class="button"
          disabled={line.length === 0 || isPractice(line)}
          onClick={() => desk.store.set({ panel: 'report' })}
        >
          {t('reportTitle')}
        </button>
      </div>
    </>
  )
}

/** The figures of all devices, with days as this person has them; null until the service has said them. */
function useStatistics(): OwnStatistics | null {
  const projectId = useWork(({ project }) => project?.id)
  const [statistics, setStatistics] = useState<OwnStatistics | null>(null)
  useEffect(() => {
    if (!projectId) return
    const { timeZone } = Intl.DateTimeFormat().resolvedOptions()
    void call('readOwnStatistics', { query: { project_id: projectId, time_zone: timeZone } }).then((outcome) => {
      if (outcome.ok) setStatistics(outcome.value)
    })
  }, [projectId])
  return statistics
}
