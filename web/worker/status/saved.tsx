/** @jsxImportSource preact */
import { useEffect, useRef, useState } from 'preact/hooks'
import { Icon } from '../icons.tsx'
import { usePage, useWork } from '../page.ts'

/** An answer on its way is not worth a number before this long. */
const patienceMs = 1500

/**
 * Whether everything is saved, in one small place that never moves. "Saved" appears only after the service said so; what
 * takes longer than usual is counted.
 */
export function Saved() {
  const { t } = usePage()
  const count = useWork(
    ({ entries }) => entries.filter(({ refused, step }) => refused === null && step.kind !== 'withdrawal').length,
  )
  const reachable = useWork((state) => state.reachable)
  const saved = useWork((state) => state.savedThisVisit)
  const slow = useSlow(count > 0)
  const counted = count > 0 && (slow || !reachable)
  const words = counted ? t('notSaved', { count }) : count > 0 ? t('saving') : saved > 0 ? t('saved') : ''
  return (
    <>
      <span class="saved" data-state={counted ? 'waiting' : count > 0 ? 'saving' : saved > 0 ? 'saved' : 'idle'}>
        <span class="saved-mark" key={saved}>
          {counted ? (
            <Icon name="cloudOff" size={18} />
          ) : count > 0 || saved === 0 ? null : (
            <Icon name="check" size={18} />
          )}
        </span>
        <span class="saved-words">{words}</span>
      </span>
      <span class="visually-hidden" role="status">
        {count > 0 && !counted ? '' : words}
      </span>
    </>
  )
}

/** True once something has gone on for longer than one is patient. */
function useSlow(going: boolean): boolean {
  const [slow, setSlow] = useState(false)
  const before = useRef(going)
  useEffect(() => {
    before.current = going
    if (!going) return setSlow(false)
    const timer = setTimeout(() => setSlow(true), patienceMs)
    return () => clearTimeout(timer)
  }, [going])
  return slow && going
}
