import { useMantineColorScheme } from '@mantine/core'
import { Icon } from '../../ui/icons.tsx'
import styles from './scheme-switch.module.css'

const schemes = [
  { value: 'auto', icon: 'screen', label: 'Theme of the system' },
  { value: 'light', icon: 'sun', label: 'Light theme' },
  { value: 'dark', icon: 'moon', label: 'Dark theme' },
] as const

export function SchemeSwitch() {
  const { colorScheme, setColorScheme } = useMantineColorScheme()
  return (
    <fieldset className={styles.switch} aria-label="Theme">
      {schemes.map(({ value, icon, label }) => (
        <button
          key={value}
          type="button"
          className={styles.choice}
          aria-pressed={colorScheme === value}
          aria-label={label}
          title={label}
          onClick={() => setColorScheme(value)}
        >
          <Icon name={icon} size={14} />
        </button>
      ))}
    </fieldset>
  )
}
