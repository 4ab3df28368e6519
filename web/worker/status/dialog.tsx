/** @jsxImportSource preact */
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import { Icon } from '../icons.tsx'
import { usePage } from '../page.ts'

type Props = {
  title: string
  wide?: boolean
  onKeyDown?(event: KeyboardEvent): void
  children: ComponentChildren
}

/** A panel over the page. The browser's own dialog: it keeps the focus inside, closes with Esc, and gives it back. */
export function Dialog({ title, wide = false, onKeyDown, children }: Props) {
  const { t, desk } = usePage()
  const dialog = useRef<HTMLDialogElement>(null)
  const close = () => desk.store.set({ panel: 'none' })
  useLayoutEffect(() => {
    dialog.current?.showModal()
    // The first control would be "Close", with a ring around it: the panel itself is a better place to begin.
    if (!dialog.current?.querySelector('[autofocus]')) dialog.current?.focus()
  }, [])
  return (
    <dialog
      ref={dialog}
      tabIndex={-1}
      class={wide ? 'wide' : ''}
      aria-labelledby="dialog-title"
      onClose={close}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => event.target === dialog.current && close()}
    >
      <div class="dialog-body">
        <header>
          <h2 id="dialog-title">{title}</h2>
          <button type="button" class="tool" aria-label={t('close')} title={t('close')} onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {children}
      </div>
    </dialog>
  )
}
