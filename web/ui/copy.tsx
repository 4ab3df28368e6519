import { ActionIcon, Button, Tooltip } from '@mantine/core'
import styles from './copy.module.css'
import { Icon } from './icons.tsx'
import { useCopy } from './use-copy.ts'

/** A value on one line with a button that copies it. `secret`: a value that is shown only now. */
export function Copyable({ value, label, secret = false }: { value: string; label: string; secret?: boolean }) {
  const { copied, copy } = useCopy()
  return (
    <div className={styles.line} data-secret={secret || undefined}>
      <input className={styles.value} value={value} readOnly aria-label={label} onFocus={(e) => e.target.select()} />
      <Button
        size="xs"
        variant="default"
        onClick={() => copy(value)}
        leftSection={<Icon name={copied ? 'check' : 'copy'} size={14} />}
        aria-label={copied ? `${label}: copied` : `Copy: ${label}`}
      >
        {copied ? 'Copied' : 'Copy'}
      </Button>
    </div>
  )
}

/** A small button that copies, for places where the value itself stands already. */
export function CopyIcon({ value, label }: { value: string; label: string }) {
  const { copied, copy } = useCopy()
  const words = copied ? 'Copied' : `Copy ${label}`
  return (
    <Tooltip label={words}>
      <ActionIcon size="sm" variant="subtle" color="gray" onClick={() => copy(value)} aria-label={words}>
        <Icon name={copied ? 'check' : 'copy'} size={14} />
      </ActionIcon>
    </Tooltip>
  )
}
