/** @jsxImportSource preact */
import { useEffect, useState } from 'preact/hooks'
import { Icon } from '../icons.tsx'
import { usePage, useWork } from '../page.ts'
import type { Hold } from '../work/line.ts'

/** Time that can still be had is nobody's worry; only the last minute of what cannot be extended is shown. */
const shownBelowMs = 60_000

/** What happened to the hold of the task on the screen, beside its form. */
export function HoldNotice({ hold }: { hold: Hold }) {
  const { t } = usePage()
  const refused = useWork(({ faults }) => (faults[hold.assignment.id] ?? []).length > 0 && hold.returned)
  if (hold.state === 'gone') return <Notice text={t('notNeeded')} />
  if (hold.state === 'over') return <Notice text={t('timeOver')} />
  if (refused) return <Notice text={t('changeAnswer')} />
  return hold.extendable ? null : <TimeLeft endsAt={hold.endsAt} />
}

function Notice({ text }: { text: string }) {
  return (
    <p class="notice" role="status">
      <Icon name="alert" size={18} />
      <span>{text}</span>
    </p>
  )
}

function TimeLeft({ endsAt }: { endsAt: number }) {
  const { t } = usePage()
  const leftMs = endsAt - useNow(1000)
  if (leftMs > shownBelowMs || leftMs <= 0) return null
  const seconds = Math.ceil(leftMs / 1000)
  return (
    <p class="time-left">
      {t('timeLeft', { time: `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}` })}
    </p>
  )
}

/** The time, anew every so often, ms since 1970. */
export function useNow(everyMs: number): number {
  const [now, setNow] = useState(Date.now)
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}
