/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { describedBy, LabelledField } from './frame.tsx'
import type { ControlProps } from './kind.ts'
import { PlaceList } from './place-list.tsx'
import { usePlaces } from './use-places.ts'

/** A long list or a tree to type in: a combobox with its list (ARIA Authoring Practices, "Combobox"). */
export function Control(props: ControlProps<FieldOf<'select'>>) {
  const { field, id, fault, t, content } = props
  const places = usePlaces(props)
  const { chosen, typed, at, isOpen, rows, input, enter, leave, type, press } = places
  return (
    <LabelledField {...props}>
      <input
        {...content}
        ref={input}
        class="control"
        id={id}
        role="combobox"
        aria-expanded={rows.length > 0}
        aria-controls={`${id}-places`}
        aria-autocomplete="list"
        aria-activedescendant={rows[at] ? `${id}-place-${at}` : undefined}
        aria-invalid={fault !== undefined}
        aria-describedby={describedBy(field, id, fault)}
        aria-required={field.required}
        autocomplete="off"
        spellcheck={false}
        placeholder={t('choose')}
        value={typed ?? chosen?.text ?? ''}
        onFocus={(event) => {
          enter()
          event.currentTarget.select()
        }}
        onBlur={leave}
        onInput={(event) => type(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (!press(event)) return
          event.preventDefault()
          event.stopPropagation()
        }}
      />
      {chosen && typed === null && chosen.path.length > 0 ? (
        <span class="place-path" {...content}>
          {[...chosen.path, chosen.text].join(' › ')}
        </span>
      ) : null}
      {isOpen ? <PlaceList id={id} content={content} places={places} /> : null}
      <p class="help" role="status">
        {isOpen && typed && rows.length === 0 ? t('nothingHere') : ''}
      </p>
    </LabelledField>
  )
}
