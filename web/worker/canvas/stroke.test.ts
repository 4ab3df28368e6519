import { describe, expect, test } from 'vitest'
import { type Box, boxes } from './boxes.ts'
import { type Board, begun, type Sketch, undone, withSelection } from './sketch.ts'
import { type Aim, dragged, pressed, released, seen } from './stroke.ts'

const board: Board<Box> = {
  kind: boxes,
  limits: { picture: { width: 1000, height: 800 }, minSize: 4 },
  maxCount: 5,
  maySayNothing: true,
  labels: ['cat', 'dog'],
  emptied: null,
  doubts: new Map(),
}
const aim = (x: number, y: number, add = false): Aim => ({ at: { x, y }, reach: 8, slop: 4, add })
const press = (sketch: Sketch<Box>, x: number, y: number, add = false) => pressed(board, sketch, aim(x, y, add))
const move = (sketch: Sketch<Box>, x: number, y: number) => dragged(board, sketch, aim(x, y))
const lift = (sketch: Sketch<Box>, x: number, y: number) => released(board, sketch, aim(x, y))
const drag = (sketch: Sketch<Box>, from: [number, number], to: [number, number], add = false) =>
  lift(move(press(sketch, ...from, add), ...to), ...to)
const click = (sketch: Sketch<Box>, x: number, y: number, add = false) => lift(press(sketch, x, y, add), x, y)

const box = (x: number, y: number, width: number, height: number): Box => ({ label: 'cat', x, y, width, height })
const [outer, inner, innermost] = [box(100, 100, 400, 400), box(200, 200, 200, 200), box(250, 250, 50, 50)]
const empty = begun(board, null)
const three: Sketch<Box> = { ...begun(board, [innermost, outer, inner]), tool: 'select' }

describe('the drawing tool', () => {
  test('draws wherever it is pressed, also inside of another box, and the new one is selected', () => {
    const drawn = drag({ ...three, tool: 'draw' }, [210, 210], [240, 250])
    expect(drawn.shapes?.[3]).toEqual(box(210, 210, 30, 40))
    expect(drawn.selected).toEqual([3])
    const onEdge = drag({ ...drawn, selected: [1] }, [100, 100], [150, 150])
    expect(onEdge.shapes).toHaveLength(5)
    expect(onEdge.shapes?.[1]).toEqual(outer)
  })

  test('draws by two clicks, with the corner at the pointer between them', () => {
    const one = click(empty, 10, 20)
    expect(one.shapes).toBeNull()
    expect(move(one, 60, 80).stroke).toMatchObject({ do: 'draw', to: { x: 60, y: 80 } })
    expect(click(move(one, 60, 80), 60, 80).shapes).toEqual([box(10, 20, 50, 60)])
  })

  test('draws by four outermost points', () => {
    let now: Sketch<Box> = { ...empty, way: 1 }
    for (const [x, y] of [
      [50, 5],
      [90, 40],
      [45, 70],
    ] as const)
      now = click(now, x, y)
    expect(now.shapes).toBeNull()
    expect(click(now, 10, 30).shapes).toEqual([box(10, 5, 80, 65)])
  })

  test('says why nothing was drawn: too small, or enough', () => {
    expect(drag(empty, [10, 10], [18, 12])).toMatchObject({ shapes: null, notice: 'too_small', stroke: null })
    const full = begun(
      board,
      Array.from({ length: 5 }, () => inner),
    )
    expect(press(full, 1, 1)).toMatchObject({ notice: 'too_many', stroke: null })
  })

  test('a press that did nothing leaves nothing to take back', () => {
    expect(click(three, 900, 700).past).toEqual([])
    expect(drag(three, [260, 260], [260, 260]).past).toEqual([])
  })
})

describe('the selecting tool', () => {
  test('takes the smallest first, and goes down the stack with each click', () => {
    const order: (readonly number[])[] = []
    let now = three
    for (let n = 0; n < 4; n++) {
      now = click(now, 260, 260)
      order.push(now.selected)
    }
    expect(order).toEqual([[0], [2], [1], [0]])
  })

  test('with Shift adds and takes away; a band takes what lies in it', () => {
    const two = click(click(three, 260, 260), 110, 110, true)
    expect(two.selected).toEqual([0, 1])
    expect(click(two, 110, 110, true).selected).toEqual([0])
    expect(drag(three, [90, 600], [600, 90]).selected).toEqual([0, 1, 2])
    expect(drag(three, [700, 600], [601, 90]).selected).toEqual([])
    expect(click(two, 900, 700).selected).toEqual([])
  })

  test('moves what is selected, all of it as far as the first one comes', () => {
    const all = withSelection(three, [0, 1, 2])
    const moved = drag(all, [260, 260], [60, 265])
    expect(moved.shapes?.map(({ x, y }) => [x, y])).toEqual([
      [150, 255],
      [0, 105],
      [100, 205],
    ])
    expect(undone(moved).shapes).toEqual(three.shapes)
  })

  test('pulls one edge from where it was touched, without a jump', () => {
    const one = withSelection(three, [2])
    const held = move(press(one, 403, 300), 453, 340)
    expect(seen(held)[2]).toEqual({ ...inner, width: 250 })
    expect(held.shapes?.[2]).toBe(inner)
    const pulled = lift(held, 453, 340)
    expect(pulled.shapes?.[2]).toEqual({ ...inner, width: 250 })
    expect(pulled.shapes?.[0]).toBe(innermost)
  })
})
