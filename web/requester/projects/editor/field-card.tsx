import { ActionIcon, Tooltip } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import { Badge } from '../../../ui/badge.tsx'
import { Icon, type IconName } from '../../../ui/icons.tsx'
import { useFaultCount } from '../../controls/faults.tsx'
import styles from './field-card.module.css'

/** One field of a spec: a line that tells what it is, and below it, when opened, its properties. */
export function FieldCard(props: {
  handle: ReactNode
  icon: IconName
  name: string
  label: string
  kind: string
  required: boolean
  pointer: string
  openAtFirst: boolean
  /** Undefined for the last field, which has to stay. */
  remove: (() => void) | undefined
  children: ReactNode
}) {
  const [open, setOpen] = useState(props.openAtFirst)
  const faults = useFaultCount(props.pointer)
  const panel = useId()
  const called = props.label || props.name || 'the field'
  return (
    <div className={styles.card}>
      <div className={styles.line}>
        {props.handle}
        <button
          type="button"
          className={styles.open}
          aria-expanded={open}
          aria-controls={panel}
          onClick={() => setOpen(!open)}
        >
          <span className={styles.icon}>
            <Icon name={props.icon} />
          </span>
          <span className={styles.words}>
            <span className={styles.label}>{props.label || props.name}</span>
            <span className={styles.kind}>
              <code>{props.name}</code> · {props.kind}
              {props.required ? '' : ' · optional'}
            </span>
          </span>
          {faults > 0 && !open && <Badge tone="danger">{faults === 1 ? '1 to fix' : `${faults} to fix`}</Badge>}
          <span className={styles.chevron} data-open={open || undefined}>
            <Icon name="down" />
          </span>
        </button>
        <Tooltip label={props.remove ? 'Remove' : 'At least one field has to stay'}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove ${called}`}
            data-disabled={!props.remove || undefined}
            aria-disabled={!props.remove}
            onClick={props.remove}
          >
            <Icon name="trash" />
          </ActionIcon>
        </Tooltip>
      </div>
      {open && (
        <div id={panel} className={styles.panel}>
          {props.children}
        </div>
      )}
    </div>
  )
}
