import { expect, test } from 'vitest'
import { fitted } from '../pictures/view.ts'
import { type Box, boxes } from './boxes.ts'
import type { Doubt } from './doubt.ts'
import { inDoubt, taken } from './doubts.ts'
import { obey } from './obey.ts'
import { type Board, begun, type Sketch, undone, withSelection } from './sketch.ts'

const picture = { width: 1000, height: 800 }
const box = (x: number): Box => ({ label: 'cat', x, y: 10, width: 50, height: 50 })
const [sure, unsure, offered] = [box(10), box(200), box(400)]
const doubts = new Map<Box, Doubt>([
  [unsure, { sure: 0.6, offered: false }],
  [offered, { sure: 0.3, offered: true }],
])
const board: Board<Box> = {
  kind: boxes,
  limits: { picture, minSize: 1 },
  ...{ maxCount: 9, maySayNothing: true, labels: ['cat', 'dog'], emptied: [], doubts },
}
const plane = { view: fitted, scene: { frame: picture, picture }, original: picture }
const all = begun(board, [sure, unsure, offered])
const told = (sketch: Sketch<Box>, intent: Parameters<typeof obey>[0]) =>
  obey(intent, { board, sketch, plane, pointer: null, before: () => [] })!
const answer = ({ shapes }: Sketch<Box>) => taken(shapes, doubts)

test('Tab goes through what is in doubt alone, and Enter takes it and goes on', () => {
  expect(answer(all)).toEqual([sure, unsure])
  const first = told(all, { do: 'next', by: 1 })
  expect(first.selected).toEqual([1])
  const second = told(first, { do: 'finish' })
  expect(second.selected).toEqual([2])
  expect(answer(second)).toEqual([sure, unsure])
  const third = told(second, { do: 'finish' })
  expect(answer(third)).toEqual([sure, unsure, offered])
  expect(inDoubt(board, third)).toEqual([])
  // Now Enter is the page's again, and Tab goes through all of them.
  expect(told(third, { do: 'finish' })).toBeNull()
  expect(told(withSelection(third, []), { do: 'next', by: 1 }).selected).toEqual([0])
})

test('what is removed is gone, and an undo brings it back with its doubt', () => {
  const first = withSelection(all, [1])
  const removed = told(first, { do: 'act', action: 'deleteShape' })
  expect(removed.selected).toEqual([1])
  expect(answer(removed)).toEqual([sure])
  const refused = told(removed, { do: 'act', action: 'deleteShape' })
  expect(refused.shapes).toEqual([sure])
  expect(inDoubt(board, undone(refused))).toEqual([1])
  expect(inDoubt(board, undone(undone(refused)))).toEqual([1, 2])
})

test('who moves or names it has decided', () => {
  const named = told(withSelection(all, [2]), { do: 'name', index: 1 })
  expect(answer(named)).toEqual([sure, unsure, { ...offered, label: 'dog' }])
  const moved = told(withSelection(all, [1]), { do: 'nudge', x: 1, y: 0, edge: false })
  expect(inDoubt(board, moved)).toEqual([2])
})

test('a reviewer who removes all of them says that there is nothing', () => {
  const one = withSelection(begun(board, [unsure]), [0])
  expect(answer(told(one, { do: 'act', action: 'deleteShape' }))).toEqual([])
})
