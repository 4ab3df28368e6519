/** @jsxImportSource preact */
import { Icon } from '../icons.tsx'
import { usePage, useWork } from '../page.ts'

/** What is wrong for longer than a moment, under the top of the page: a lost connection, answers that were refused. */
export function Banners() {
  const { t, desk } = usePage()
  const reachable = useWork((state) => state.reachable)
  const refused = useWork(({ entries }) => entries.filter((entry) => entry.refused !== null).length)
  const stood = useWork((state) => state.stood)
  const kept = refused + useWork(({ orphans }) => orphans.length)
  return (
    <div class="banners" role="status">
      {reachable ? null : (
        <p class="banner">
          <Icon name="cloudOff" size={18} />
          <span>{t('offline')}</span>
        </p>
      )}
      {stood ? (
        <p class="banner">
          <Icon name="clock" size={18} />
          <span>{t('undoTooLate')}</span>
        </p>
      ) : null}
      {kept === 0 ? null : (
        <p class="banner">
          <Icon name="alert" size={18} />
          <span>{t('keptCount', { count: kept })}</span>
          <button type="button" class="quiet" onClick={() => desk.store.set({ panel: 'kept' })}>
            {t('show')}
          </button>
        </p>
      )}
    </div>
  )
}
