/** @jsxImportSource preact */
import type { InputField, OutputField } from '@whisker/api/fields.ts'
import type { ShownValue } from '@whisker/api/media/shown.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import { optionKeys } from '../keys/keymap.ts'
import type { DraftValue } from '../kinds/kind.ts'
import { kindOf } from '../kinds/kinds.ts'
import { useContentLanguage, usePage } from '../page.ts'
import type { DraftItem } from '../storage/draft.ts'
import { isAt, pointerOf } from '../work/send.ts'
import { faultWords } from './fault-words.ts'
import type { Spot } from './spot.ts'

type Props = {
  item: number
  fields: readonly OutputField[]
  values: DraftItem
  shown: Readonly<Record<string, ShownValue>>
  inputs?: readonly InputField[]
  faults: readonly FieldProblem[]
  active: Spot
  onValue(spot: Spot, value: DraftValue): void
  selectedAt(spot: Spot): readonly number[]
  onPick(spot: Spot, index: number): void
  onSelect(spot: Spot, selected: readonly number[]): void
  onFocus(spot: Spot): void
  /** The item is shown beside it, with a place for what a control shows of it (`placeId`). */
  beside?: boolean
}

export function spotId({ item, field }: Spot): string {
  return `f-${item}-${field}`
}

/**
 * The form of one item. Its controls are kept from task to task (the keys are names of fields): the keyboard of a phone
 * stays open, and nothing is built again between two answers.
 */
export function Fields(props: Props) {
  const {
    item,
    fields,
    values,
    shown,
    inputs,
    faults,
    active,
    selectedAt,
    onValue,
    onPick,
    onSelect,
    onFocus,
    beside = false,
  } = props
  const { t, language, settings } = usePage()
  const content = useContentLanguage()
  const keys = optionKeys(settings.keymap)
  return (
    <>
      {fields.map((field, index) => {
        const spot = { item, field: index }
        const { Control } = kindOf(field)
        const fault = faults.find(({ pointer }) => isAt(pointer, pointerOf(item, field.name)))
        return (
          // A press may leave the focus where it is, and is meant for this field all the same.
          <div key={field.name} onFocusIn={() => onFocus(spot)} onPointerDown={() => onFocus(spot)}>
            <Control
              field={field}
              id={spotId(spot)}
              value={values[field.name]}
              active={active.item === item && active.field === index}
              fault={fault && faultWords(t, field, fault, language)}
              shown={shown}
              inputs={inputs ?? []}
              t={t}
              language={language}
              content={content}
              keys={keys}
              keymap={settings.keymap}
              beside={beside}
              selected={selectedAt(spot)}
              onSelect={(selected) => onSelect(spot, selected)}
              onValue={(value) => onValue(spot, value)}
              onPick={(choice) => onPick(spot, choice)}
            />
          </div>
        )
      })}
    </>
  )
}
