import type { AnswerItem } from '@whisker/api/answer-check.ts'
import type { FieldProblem } from '@whisker/api/problem.ts'
import { emptyItems, fromAnswer, inLanguage, isUntouched, toAnswer, withValue } from '../drafts/draft.ts'
import type { DraftValue } from '../kinds/kind.ts'
import { checkAnswer } from '../kinds/kinds.ts'
import type { Verdict } from '../outbox/verdict.ts'
import type { Draft } from '../storage/draft.ts'
import type { Entry, Step } from '../storage/entry.ts'
import { withAnswer } from '../storage/tally.ts'
import { type Desk, isShown } from './desk.ts'
import { type Hold, putBack, without } from './line.ts'
import { practise } from './practise.ts'
import { topUp } from './take.ts'
import { forgetLast, noteLast, onStood, onWithdrawn } from './undo.ts'

/** Takes one change of the form on the screen, and writes it to the device. */
export function enterValue(desk: Desk, index: number, name: string, value: DraftValue): void {
  const { line, drafts, faults, person, practice } = desk.store.get()
  const hold = line[0]
  if (!hold || !person || practice?.id === hold.assignment.id) return
  const { id, items: shown, token, project_id, version } = hold.assignment
  const items = withValue(drafts[id] ?? emptyItems(shown.length), index, name, value)
  const left = (faults[id] ?? []).filter((fault) => !isAt(fault.pointer, pointerOf(index, name)))
  desk.store.set({ drafts: { ...drafts, [id]: items }, faults: { ...faults, [id]: left } })
  if (isUntouched(items)) desk.drafts.forget(id)
  else desk.drafts.keep({ id, token, projectId: project_id, version, personId: person.id, items, at: Date.now() })
}

/** Numbers that were typed stay the same when the language changes by which they are read. */
export function rereadNumbers({ store }: Desk, from: string, to: string): void {
  const { line, forms, drafts } = store.get()
  const now = { ...drafts }
  for (const { assignment } of line) {
    const [items, form] = [drafts[assignment.id], forms[assignment.version]]
    if (items && form) now[assignment.id] = inLanguage(items, form.output_spec, from, to)
  }
  store.set({ drafts: now })
}

/** Pointers of `checkAnswer`; names of fields have nothing to escape. */
export function pointerOf(index: number, name: string): string {
  return `/answer/${index}/${name}`
}

/** Whether a fault is of a value, or of something in it. */
export function isAt(pointer: string, value: string): boolean {
  return pointer === value || pointer.startsWith(`${value}/`)
}

/** Sends what stands in the form. Gives the faults that keep it from being sent; none means that it is on its way. */
export function send(desk: Desk, language: string): readonly FieldProblem[] {
  const { line, drafts, forms, faults } = desk.store.get()
  const hold = line[0]
  const form = hold && forms[hold.assignment.version]
  if (!form || hold.state === 'gone' || !mayAnswer(desk, hold)) return []
  const { id, items } = hold.assignment
  const answer = toAnswer(form.output_spec, drafts[id] ?? emptyItems(items.length), language)
  const checked = checkAnswer(form.output_spec, items.length, answer, { asked: items })
  if (!checked.ok) {
    desk.store.set({ faults: { ...faults, [id]: checked.errors } })
    return checked.errors
  }
  if (hold.assignment.training) void practise(desk, hold, checked.answer)
  else finish(desk, hold, { kind: 'submission', answer: checked.answer })
  return []
}

/** Quicker than any person: a key that bounced, or a double click on a button whose task has changed under it. */
const bounceMs = 80

/** Nobody answers for a picture that has not been on the screen. */
function mayAnswer(desk: Desk, hold: Hold): boolean {
  return isShown(desk, hold) && Date.now() - desk.endedAt >= bounceMs
}

/**
 * Ends the task on the screen. The next one is shown first and everything else follows: nothing here waits for the
 * network, or for the device.
 */
export function finish(desk: Desk, hold: Hold, step: Step): void {
  const { store } = desk
  const { id, token, project_id, version } = hold.assignment
  const { drafts, faults, person, line } = store.get()
  if (desk.done.has(id) || !person) return
  const seconds = (Date.now() - desk.shownAt) / 1000
  desk.done.set(id, { hold, spentS: seconds })
  desk.endedAt = Date.now()
  const { [id]: _draft, ...otherDrafts } = drafts
  const { [id]: _faults, ...otherFaults } = faults
  store.set({ line: without(line, new Set([id])), drafts: otherDrafts, faults: otherFaults, panel: 'none' })
  const entry = { id, at: Date.now(), personId: person.id, projectId: project_id, version, token, step, refused: null }
  void desk.outbox.add(entry).then(() => desk.done.has(id) && desk.drafts.forget(id))
  if (step.kind === 'submission')
    noteLast(desk, { hold, items: drafts[id] ?? emptyItems(hold.assignment.items.length) })
  // New tasks can wait until the next picture is painted: a frame, and then a turn.
  requestAnimationFrame(() => setTimeout(topUp, 0, desk))
}

/** Leaves a task that nobody needs any more. */
export function dismiss(desk: Desk): void {
  const { line } = desk.store.get()
  const hold = line[0]
  if (!hold) return
  desk.done.set(hold.assignment.id, null)
  desk.drafts.forget(hold.assignment.id)
  desk.store.set({ line: line.slice(1) })
  void topUp(desk)
}

/** What was begun before a reload and is no longer held, as an answer; null when it is not complete. */
export function answerOf({ store }: Desk, orphan: Draft, language: string): AnswerItem[] | null {
  const form = store.get().forms[orphan.version]
  if (!form) return null
  const answer = toAnswer(form.output_spec, orphan.items, language)
  const checked = checkAnswer(form.output_spec, orphan.items.length, answer)
  return checked.ok ? checked.answer : null
}

/** Sends it all the same: the service decides whether it still counts. */
export function sendOrphan(desk: Desk, orphan: Draft, answer: AnswerItem[]): void {
  const { id, token, projectId, version, personId } = orphan
  const step: Step = { kind: 'submission', answer }
  forgetOrphan(
    desk,
    id,
    desk.outbox.add({ id, at: Date.now(), personId, projectId, version, token, step, refused: null }),
  )
}

/** Takes it off the list, and off the device once it is safe elsewhere. */
export function forgetOrphan({ store, drafts }: Desk, id: string, safe: Promise<void> = Promise.resolve()): void {
  store.set({ orphans: store.get().orphans.filter((orphan) => orphan.id !== id) })
  void safe.then(() => drafts.forget(id))
}

/** What the service said about an answer. */
export function onVerdict(desk: Desk, entry: Entry, verdict: Verdict): void {
  const { store } = desk
  const done = desk.done.get(entry.id)
  if (verdict.do === 'stop') store.set({ screen: 'session_lost' })
  if (verdict.do === 'stands') onStood(desk, entry)
  if (verdict.do === 'saved' && entry.step.kind === 'withdrawal') {
    onWithdrawn(desk, entry)
    return
  }
  if (verdict.do === 'saved' && entry.step.kind === 'submission') {
    const { tally, savedThisVisit } = store.get()
    store.set({ tally: withAnswer(tally, new Date(), done?.spentS ?? null), savedThisVisit: savedThisVisit + 1 })
  }
  if (verdict.do === 'fix' || verdict.do === 'refuse') forgetLast(desk, entry.id)
  if (verdict.do === 'fix') bringBack(desk, entry, done?.hold, verdict.errors)
  if (verdict.do === 'saved' || verdict.do === 'forget') desk.done.set(entry.id, null)
  if (verdict.do !== 'wait' && verdict.do !== 'postpone' && store.get().line.length === 0) void topUp(desk)
}

/** An answer that has to be changed stands in its form again, with the faults beside the fields. */
function bringBack(desk: Desk, entry: Entry, hold: Hold | undefined, errors: readonly FieldProblem[]): void {
  const { store } = desk
  const { line, drafts, faults, forms, person } = store.get()
  const form = forms[entry.version]
  if (entry.step.kind !== 'submission') return
  if (!hold || !form || !person || hold.endsAt < Date.now()) {
    const detail = errors.map((error) => error.detail).join(' ')
    void desk.outbox.add({ ...entry, refused: { code: 'invalid', detail } })
    return
  }
  const { id, token, project_id, version } = hold.assignment
  const items = fromAnswer(form.output_spec, entry.step.answer)
  desk.done.delete(id)
  desk.drafts.keep({ id, token, projectId: project_id, version, personId: person.id, items, at: Date.now() })
  store.set({
    line: putBack(line, { ...hold, returned: true }, isUntouched(drafts[line[0]?.assignment.id ?? ''])),
    lull: null,
    drafts: { ...drafts, [id]: items },
    faults: { ...faults, [id]: errors },
  })
}
