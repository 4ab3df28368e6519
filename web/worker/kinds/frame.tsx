/** @jsxImportSource preact */
import { title } from '@whisker/api/field-names.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { ComponentChildren } from 'preact'
import type { ControlProps } from './kind.ts'

type FrameProps = ControlProps & { children: ComponentChildren }

/** Label, help and fault around one control. */
export function LabelledField(props: FrameProps) {
  const { id, active, fault, children } = props
  return (
    <div class="field" data-active={active} data-fault={fault !== undefined}>
      <label class="label" for={id}>
        <Label {...props} />
      </label>
      <Help {...props} />
      {children}
      <Fault {...props} />
    </div>
  )
}

/** The same around a group of choices. It can take the focus as a whole, so that no single choice looks chosen. */
export function GroupField(props: FrameProps) {
  const { field, id, active, fault, children } = props
  return (
    <fieldset
      class="field"
      data-active={active}
      data-fault={fault !== undefined}
      id={id}
      tabIndex={-1}
      aria-describedby={describedBy(field, id, fault)}
    >
      <legend class="label">
        <Label {...props} />
      </legend>
      <Help {...props} />
      {children}
      <Fault {...props} />
    </fieldset>
  )
}

/** Takes a choice back that may be left out: the browser's own group of one of several has no way to. */
export function Clear({ field, value, t, onValue }: ControlProps) {
  return field.required || value === undefined ? null : (
    <button type="button" class="quiet" onClick={() => onValue('')}>
      {t('clear')}
    </button>
  )
}

/** The ids of the texts that explain a field, for screen readers. */
export function describedBy(field: OutputField, id: string, fault: string | undefined): string | undefined {
  const ids = [field.help ? `${id}-help` : '', fault ? `${id}-fault` : ''].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}

function Label({ field, t, content }: ControlProps) {
  return (
    <>
      <span {...content}>{title(field)}</span>
      {field.required ? null : <span class="optional"> {t('optional')}</span>}
    </>
  )
}

function Help({ field, id, content }: ControlProps) {
  return field.help ? (
    <p class="help" id={`${id}-help`} {...content}>
      {field.help}
    </p>
  ) : null
}

function Fault({ id, fault }: ControlProps) {
  return (
    <p class="fault" id={`${id}-fault`} role={fault ? 'alert' : undefined}>
      {fault}
    </p>
  )
}
