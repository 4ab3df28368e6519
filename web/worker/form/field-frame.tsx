/** @jsxImportSource preact */
import { title } from '@whisker/api/answers.ts'
import type { OutputField } from '@whisker/api/fields.ts'
import type { ComponentChildren } from 'preact'
import { usePage } from '../page.ts'
import type { DraftValue } from './draft.ts'

/** What each kind of field gets. */
export type FieldProps<F extends OutputField = OutputField> = {
  field: F
  value: DraftValue | undefined
  /** Unique on the page: `f-<item>-<field>`. */
  id: string
  /** The field that keys choose in. */
  active: boolean
  fault: string | undefined
  onValue(value: DraftValue): void
  /** A choice was made by pointer or finger. */
  onPick(index: number): void
}

/**
 * The words of a requester: their language is the project's, not the interface's. Their direction is that of the first strong
 * letter of each paragraph (base.css): an Arabic project may hold English texts, and a text may hold both.
 */
export function useContentLanguage(): { lang: string; dir: 'auto' } {
  const { desk } = usePage()
  const language = desk.store.get().project?.language ?? 'en'
  return { lang: language, dir: 'auto' }
}

/** Label, help and fault around one control. */
export function LabelledField({ field, id, active, fault, children }: FieldProps & { children: ComponentChildren }) {
  return (
    <div class="field" data-active={active} data-fault={fault !== undefined}>
      <label class="label" for={id}>
        <Label field={field} />
      </label>
      <Help field={field} id={id} />
      {children}
      <Fault id={id} fault={fault} />
    </div>
  )
}

/** The same around a group of choices. It can take the focus as a whole, so that no single choice looks chosen. */
export function GroupField({ field, id, active, fault, children }: FieldProps & { children: ComponentChildren }) {
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
        <Label field={field} />
      </legend>
      <Help field={field} id={id} />
      {children}
      <Fault id={id} fault={fault} />
    </fieldset>
  )
}

/** The ids of the texts that explain a field, for screen readers. */
export function describedBy(field: OutputField, id: string, fault: string | undefined): string | undefined {
  const ids = [field.help ? `${id}-help` : '', fault ? `${id}-fault` : ''].filter(Boolean)
  return ids.length > 0 ? ids.join(' ') : undefined
}

function Label({ field }: { field: OutputField }) {
  const { t } = usePage()
  return (
    <>
      <span {...useContentLanguage()}>{title(field)}</span>
      {field.required ? null : <span class="optional"> {t('optional')}</span>}
    </>
  )
}

function Help({ field, id }: { field: OutputField; id: string }) {
  const language = useContentLanguage()
  return field.help ? (
    <p class="help" id={`${id}-help`} {...language}>
      {field.help}
    </p>
  ) : null
}

function Fault({ id, fault }: { id: string; fault: string | undefined }) {
  return (
    <p class="fault" id={`${id}-fault`} role={fault ? 'alert' : undefined}>
      {fault}
    </p>
  )
}
