import { expect, test } from 'vitest'
import { fitted } from '../pictures/view.ts'
import { type Box, boxes } from './boxes.ts'
import { copied, cornerTaken, labelled, madeInMiddle, nextSelected, nudged, nudgedEdge, removed } from './commands.ts'
import { obey } from './obey.ts'
import { type Board, begun, given, redone, type Sketch, undone, withSelection } from './sketch.ts'
import { dragged, pressed } from './stroke.ts'

const picture = { width: 1000, height: 800 }
const board: Board<Box> = {
  kind: boxes,
  limits: { picture, minSize: 1 },
  maxCount: 4,
  maySayNothing: true,
  labels: ['cat', 'dog'],
  emptied: null,
  doubts: new Map(),
}
const plane = { view: fitted, scene: { frame: picture, picture }, original: picture }
const [a, b] = [
  { label: 'cat', x: 10, y: 10, width: 100, height: 50 },
  { label: 'cat', x: 300.25, y: 300, width: 40, height: 40 },
]
const two = begun(board, [a, b])
const aim = (x: number, y: number) => ({ at: { x, y }, reach: 8, slop: 4, add: false })
const told = (sketch: Sketch<Box>, intent: Parameters<typeof obey>[0]) =>
  obey(intent, { board, sketch, plane, pointer: null, before: () => [] })

test('the class before, during and after drawing; the last one sticks', () => {
  const before = labelled(board, two, 1)
  expect(before.shapes).toBe(two.shapes)
  const during = labelled(board, pressed(board, two, aim(500, 500)), 1)
  expect(during.stroke).toMatchObject({ label: 'dog' })
  const drawn = madeInMiddle(board, before, plane)
  expect(drawn.shapes?.[2]?.label).toBe('dog')
  const after = labelled(board, drawn, 0)
  expect(after.shapes?.[2]?.label).toBe('cat')
  expect(madeInMiddle(board, after, plane).shapes?.[3]?.label).toBe('cat')
  expect(labelled(board, two, 7)).toBe(two)
})

test('the class of several at once is one step back', () => {
  const renamed = labelled(board, withSelection(two, [0, 1]), 1)
  expect(renamed.shapes?.map(({ label }) => label)).toEqual(['dog', 'dog'])
  expect(undone(renamed).shapes).toEqual([a, b])
})

test('a box without a mouse: made, moved, sized, named, deleted', () => {
  const made = madeInMiddle(board, begun(board, null), plane)
  expect(made.shapes).toEqual([{ label: 'cat', x: 375, y: 300, width: 250, height: 200 }])
  const moved = nudged(board, made, { x: -10, y: 1 })
  expect(moved.shapes?.[0]).toMatchObject({ x: 365, y: 301, width: 250, height: 200 })
  const sized = nudgedEdge(board, moved, { x: 10, y: 0 })
  expect(sized.shapes?.[0]).toMatchObject({ x: 365, y: 301, width: 260, height: 200 })
  const taken = cornerTaken(board, cornerTaken(board, cornerTaken(board, sized, null), null), null)
  expect(taken.stroke).toMatchObject({ do: 'pull', handle: 0, held: false })
  const put = told(nudged(board, taken, { x: 5, y: 6 }), { do: 'finish' })
  expect(put?.shapes?.[0]).toMatchObject({ x: 370, y: 307, width: 255, height: 194 })
  // Now its top left corner is the one that keys act on.
  expect(nudgedEdge(board, put!, { x: -5, y: 0 }).shapes?.[0]).toMatchObject({ x: 365, width: 260 })
  expect(removed(board, labelled(board, put!, 1)).shapes).toBeNull()
})

test('a corner that was taken follows the pointer, until it is put down or let go', () => {
  const taken = cornerTaken(board, withSelection(two, [1]), { x: 301, y: 299 })
  const pulled = dragged(board, taken, aim(290, 280))
  expect(pulled.stroke).toMatchObject({ shape: { x: 290, y: 280, width: 50.25, height: 60 } })
  expect(told(pulled, { do: 'cancel' })).toMatchObject({ shapes: [a, b], stroke: null, selected: [1] })
  expect(pressed(board, pulled, aim(290, 280)).shapes?.[1]).toMatchObject({ x: 290, y: 280 })
})

test('an arrow that is held is one step back; taking back has no end, and comes back', () => {
  let now = withSelection(two, [0])
  for (let n = 0; n < 5; n++) now = nudged(board, now, { x: 1, y: 0 })
  expect(now.past).toHaveLength(1)
  for (let n = 0; n < 300; n++) now = labelled(board, now, n % 2 === 0 ? 1 : 0)
  const end = now.shapes
  for (let n = 0; n < 301; n++) now = undone(now)
  expect(now.shapes).toEqual([a, b])
  // One too many takes back nothing, neither here nor the answer before.
  expect(told(now, { do: 'undo' })).toBe(now)
  for (let n = 0; n < 301; n++) now = redone(now)
  expect(now.shapes).toEqual(end)
  expect(told(begun(board, null), { do: 'undo' })).toBeNull()
})

test('Tab goes through the boxes and out of the picture', () => {
  const first = nextSelected(board, two, 1)!
  expect(first.selected).toEqual([0])
  const second = nextSelected(board, first, 1)!
  expect(second.selected).toEqual([1])
  expect(nextSelected(board, second, 1)).toBeNull()
  // From the one that was just drawn, around.
  const around = nextSelected(board, withSelection(two, [1]), 1)!
  expect(around.selected).toEqual([0])
  expect(nextSelected(board, around, 1)).toBeNull()
  expect(nextSelected(board, two, -1)?.selected).toEqual([1])
  expect(nextSelected(board, begun(board, null), 1)).toBeNull()
})

test('from the item before comes what fits onto this picture, and no more than is allowed', () => {
  const large = { ...a, x: 950 }
  const copy = copied(board, two, [b, large, a, a])
  expect(copy.shapes).toEqual([a, b, b, a])
  expect(copy.selected).toEqual([2, 3])
  expect(copied(board, two, [])).toBe(two)
})

test('what is changed in the list beside can be taken back here, and what is selected stays so', () => {
  const changed = given(withSelection(two, [1]), [b])
  expect(changed.selected).toEqual([0])
  expect(undone(changed)).toMatchObject({ shapes: [a, b], selected: [1] })
})

test('what means nothing here goes on to the page: Enter sends, Esc leaves, arrows go to the next item', () => {
  const nothing = withSelection(two, [])
  expect(told(nothing, { do: 'finish' })).toBeNull()
  expect(told(nothing, { do: 'cancel' })).toBeNull()
  expect(told(nothing, { do: 'nudge', x: 1, y: 0, edge: false })).toBeNull()
  expect(told(nothing, { do: 'act', action: 'deleteShape' })).toBeNull()
  expect(told(nothing, { do: 'name', index: 2 })).toBeNull()
})

test('that nothing is there is said with one key, and taken back with it; not while something is drawn', () => {
  const nothing = told(begun(board, null), { do: 'act', action: 'nothingHere' })!
  expect(nothing.shapes).toEqual([])
  expect(told(nothing, { do: 'act', action: 'nothingHere' })?.shapes).toBeNull()
  expect(told(two, { do: 'act', action: 'nothingHere' })).toBe(two)
  expect(undone(nothing).shapes).toBeNull()
})
