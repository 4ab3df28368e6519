/** @jsxImportSource preact */

import type { FieldObject } from '@whisker/api/fields.ts'
import { shortTexts } from '@whisker/api/kinds/attributes.ts'
import { subjectOf } from '@whisker/api/kinds/subject.ts'
import { KeyCap } from '../keys/key-cap.tsx'
import type { Language } from '../language/languages.ts'
import { attributesOf } from './attributes.ts'
import type { ObjectsField } from './drawing-of.ts'
import { GroupField } from './frame.tsx'
import type { ControlProps } from './kind.ts'
import { listWords } from './list-words.ts'
import type { Listed } from './listed.ts'
import { ObjectRow } from './object-row.tsx'
import { objectsOf } from './objects.ts'
import { smallFaults } from './small-draft.ts'

/** Objects as a list that can be read and written without a picture. */
export function ObjectList<O extends FieldObject>({
  props,
  listed,
}: {
  props: ControlProps<ObjectsField>
  listed: Listed<O>
}) {
  const { field, value, shown, active, fault, keymap, t, language, onValue, onPick } = props
  const words = listWords[language as Language]
  const list = objectsOf<O>(value)
  const put = (next: O[]) => onValue(next.length === 0 ? '' : next)
  const faults =
    fault === undefined || !field.attributes
      ? null
      : smallFaults(shortTexts(field.attributes), (list ?? []).map(attributesOf), t, language)
  const full = (list?.length ?? 0) >= (field.max_count ?? 1000)
  const add = () => {
    const size = subjectOf(field.of, shown, 'original')?.original ?? { width: 200, height: 200 }
    const before = list?.at(-1)?.label ?? (field.options?.length === 1 ? field.options[0]?.value : undefined)
    put([...(list ?? []), { ...(before !== undefined && { label: before }), ...listed.fresh(size) }])
  }
  return (
    <GroupField {...props}>
      {list && list.length > 0 ? (
        <ol class="boxes">
          {list.map((object, at) => (
            <ObjectRow
              // biome-ignore lint/suspicious/noArrayIndexKey: objects have no identity but their place
              key={at}
              props={props}
              listed={listed}
              object={object}
              number={at + 1}
              put={(next) => put(list.with(at, next))}
              remove={() => put(list.toSpliced(at, 1))}
              faults={faults}
            />
          ))}
        </ol>
      ) : null}
      <div class="row">
        <button type="button" class="button" disabled={full} onClick={add}>
          {words[listed.kind].add}
        </button>
        {(field.min_count ?? 0) === 0 && !list?.length ? (
          <button
            type="button"
            class="button"
            aria-pressed={list?.length === 0}
            aria-keyshortcuts={active ? keymap.nothingHere : undefined}
            onClick={() => onPick(0)}
          >
            {t('nothingHere')}
            <KeyCap of={keymap.nothingHere} />
          </button>
        ) : null}
      </div>
    </GroupField>
  )
}
