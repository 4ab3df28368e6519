import { useConnectionLost } from '../../service/connection.ts'
import { Icon } from '../../ui/icons.tsx'
import styles from './connection-banner.module.css'

/** Says that the service does not answer, and goes away by itself when it does again. */
export function ConnectionBanner() {
  const lost = useConnectionLost()
  return (
    <div aria-live="polite" className={styles.place}>
      {lost && (
        <div className={styles.banner}>
          <Icon name="alert" />
          <span>
            <strong>No connection to Whisker.</strong> What you see may be old. Trying again every few seconds.
          </span>
        </div>
      )}
    </div>
  )
}
