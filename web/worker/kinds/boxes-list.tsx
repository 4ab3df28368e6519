/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import { subjectOf } from '@whisker/api/kinds/subject.ts'
import { KeyCap } from '../keys/key-cap.tsx'
import { BoxRow } from './box-row.tsx'
import { boxesOf } from './box-values.ts'
import { GroupField } from './frame.tsx'
import type { ControlProps } from './kind.ts'

type Field = FieldOf<'boxes'>

/** Boxes as a list that can be read and written without a picture. */
export function Control(props: ControlProps<Field>) {
  const { field, value, active, keys, t, onValue, onPick } = props
  const list = boxesOf(value)
  const put = (next: Box[]) => onValue(next.length === 0 ? '' : next)
  const full = (list?.length ?? 0) >= (field.max_count ?? 1000)
  return (
    <GroupField {...props}>
      {list && list.length > 0 ? (
        <ol class="boxes">
          {list.map((box, at) => (
            <BoxRow
              // biome-ignore lint/suspicious/noArrayIndexKey: boxes have no identity but their place
              key={at}
              {...props}
              box={box}
              number={at + 1}
              put={(next) => put(list.with(at, next))}
              remove={() => put(list.toSpliced(at, 1))}
            />
          ))}
        </ol>
      ) : null}
      <div class="row">
        <button type="button" class="button" disabled={full} onClick={() => put([...(list ?? []), freshBox(props)])}>
          {t('addBox')}
        </button>
        {(field.min_count ?? 0) === 0 && !list?.length ? (
          <button
            type="button"
            class="button"
            aria-pressed={list?.length === 0}
            aria-keyshortcuts={active ? keys[0] : undefined}
            onClick={() => onPick(0)}
          >
            {t('nothingHere')}
            <KeyCap of={keys[0]} />
          </button>
        ) : null}
      </div>
    </GroupField>
  )
}

/** In the middle of the picture, a quarter as wide and high; called as the one before. */
function freshBox({ field, value, shown }: ControlProps<Field>): Box {
  const { width, height } = subjectOf(field.of, shown, 'original')?.original ?? { width: 200, height: 200 }
  const before = boxesOf(value)?.at(-1)?.label ?? (field.options?.length === 1 ? field.options[0]?.value : undefined)
  const [w, h] = [Math.max(1, Math.round(width / 4)), Math.max(1, Math.round(height / 4))]
  const place = { x: Math.floor((width - w) / 2), y: Math.floor((height - h) / 2), width: w, height: h }
  return before === undefined ? place : { label: before, ...place }
}
