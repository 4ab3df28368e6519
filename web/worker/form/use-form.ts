import type { OutputField } from '@whisker/api/fields.ts'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { canvasId } from '../canvas/overlay.ts'
import { emptyItems } from '../drafts/draft.ts'
import type { Action } from '../keys/keymap.ts'
import type { DraftValue } from '../kinds/kind.ts'
import { kindOf } from '../kinds/kinds.ts'
import { usePage, useWork } from '../page.ts'
import type { DraftItem } from '../storage/draft.ts'
import type { Hold } from '../work/line.ts'
import { enterValue, send } from '../work/send.ts'
import { spotId } from './fields.tsx'
import { choiceCount, isOnlyChoice, nextOpen, type Spot, valueAt } from './spot.ts'

/** The form of the task on the screen: which field is next, what keys do in it, where the focus goes. */
export function useForm(hold: Hold, fields: readonly OutputField[]) {
  const page = usePage()
  const { desk, language, settings } = page
  const { id, items: shown } = hold.assignment
  const items = useWork(({ drafts }) => drafts[id]) ?? emptyItems(shown.length)
  const faults = useWork((state) => state.faults[id]) ?? []
  const panel = useWork((state) => state.panel)
  const [active, setActive] = useState<Spot>({ item: 0, field: 0 })
  const [picked, setPicked] = useState<Picked | null>(null)
  const latest = useRef<DraftItem[]>(items)
  latest.current = items

  function goTo(spot: Spot): void {
    setActive(spot)
    focusSpot(spot)
  }

  // Each task begins at its first open field, before it is painted.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new task moves the focus, not each keystroke
  useLayoutEffect(() => {
    goTo(nextOpen(fields, latest.current, null) ?? { item: 0, field: 0 })
  }, [id])

  // Whoever closes a panel is back in the form.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only the panel moves the focus
  useEffect(() => {
    if (panel === 'none') focusSpot(active)
  }, [panel])

  function value(spot: Spot, given: DraftValue): void {
    const field = fields[spot.field]
    if (field) enterValue(desk, spot.item, field.name, given)
    latest.current = desk.store.get().drafts[id] ?? latest.current
  }

  function sendNow(): void {
    const found = send(desk, language)
    const first = found[0]?.pointer.split('/')
    if (!first) return
    const field = fields.findIndex(({ name }) => name === first[3])
    goTo({ item: Number(first[2]), field: Math.max(0, field) })
  }

  /** Takes the n-th choice of a field, and goes on to what is still open. */
  function choose(spot: Spot, index: number, byKey: boolean): void {
    const field = fields[spot.field]
    const choices = field && kindOf(field).choices
    if (!choices || index >= choices.count(field)) return
    value(spot, choices.taken(field, valueAt(fields, latest.current, spot), index))
    const next = choices.after === 'stays' ? null : nextOpen(fields, latest.current, spot)
    if (isOnlyChoice(fields, shown.length) && (byKey || settings.sendOnChoose)) sendNow()
    else if (byKey && next) goTo(next)
    else setActive(spot)
  }

  /** Enter goes on to a field that is still needed and comes later; from the last one it sends. */
  function enter(): void {
    // Outside of an empty text, Enter goes into it.
    const control = document.getElementById(spotId(active))
    const empty = valueAt(fields, latest.current, active) === undefined
    if (empty && control?.matches('input, textarea') && control !== document.activeElement) {
      control.focus()
      return
    }
    const next = nextOpen(fields, latest.current, active)
    const later = next && (next.item > active.item || (next.item === active.item && next.field > active.field))
    if (next && later && !empty) goTo(next)
    else sendNow()
  }

  function step(by: 1 | -1): void {
    const item = active.item + by
    if (item >= 0 && item < shown.length) goTo({ item, field: 0 })
  }

  function selectedAt({ item, field }: Spot): readonly number[] {
    const isOwn = picked?.id === id && picked.item === item && picked.field === field
    return isOwn ? picked.selected : none
  }

  page.task.current = {
    itemCount: shown.length,
    optionCount: () => choiceCount(fields[active.field]),
    choose: (index) => choose(active, index, true),
    act(action: Action) {
      if (action === 'send') enter()
      if (action === 'nextItem') step(1)
      if (action === 'previousItem') step(-1)
    },
  }
  // biome-ignore lint/correctness/useExhaustiveDependencies: `page.task` is one box for the life of the page
  useEffect(() => {
    return () => {
      page.task.current = null
    }
  }, [])

  return {
    items,
    faults,
    active,
    value,
    pick: (spot: Spot, n: number) => choose(spot, n, false),
    selectedAt,
    select: (spot: Spot, selected: readonly number[]) => setPicked({ ...spot, id, selected }),
    setActive,
    sendNow,
    enter,
  }
}

/** What is selected of a field that holds a list: on the picture and beside it the same. `id`: of the task. */
type Picked = Spot & { id: string; selected: readonly number[] }

const none: readonly number[] = []

/** A touch keyboard is opened by a finger only; one that is open stays open. */
function mayType(): boolean {
  const typing = document.activeElement?.matches('input:not([type=radio], [type=checkbox]), textarea') ?? false
  return typing || !matchMedia('(pointer: coarse)').matches
}

function focusSpot(spot: Spot): void {
  const control = document.getElementById(canvasId(spotId(spot))) ?? document.getElementById(spotId(spot))
  // As a preview in the editor, it must not take the focus from the requester's typing.
  if (!control || (window !== parent && !document.hasFocus())) return
  if (!control.matches('input, select, textarea')) control.focus({ preventScroll: true })
  else if (mayType()) control.focus({ preventScroll: true })
  for (const box of [control.closest('.card'), control.closest('.field')]) box?.scrollIntoView({ block: 'nearest' })
}
