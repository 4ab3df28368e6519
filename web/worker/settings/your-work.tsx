/** @jsxImportSource preact */
import { usePage, useWork } from '../page.ts'
import { summary } from '../work/tally.ts'

/** What this person has done, modestly: numbers and no medals. */
export function YourWork() {
  const { t, language } = usePage()
  const tally = useWork((state) => state.tally)
  const thisVisit = useWork((state) => state.savedThisVisit)
  const { today, week, streakDays, medianS } = summary(tally, new Date())
  const number = new Intl.NumberFormat(language)
  const shown: [string, string][] = [
    [t('today'), number.format(today)],
    [t('thisVisit'), number.format(thisVisit)],
    [t('thisWeek'), number.format(week)],
    [t('streak'), t('days', { count: streakDays })],
  ]
  if (medianS !== null) shown.push([t('perAnswer'), t('seconds', { count: Math.round(medianS * 10) / 10 })])
  return (
    <dl class="numbers" aria-label={t('yourWork')}>
      {shown.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
