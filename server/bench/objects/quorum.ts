import type { Box } from '@whisker/api/kinds/schema/boxes.ts'
import { boxGeometry } from '../../src/consolidation/objects/boxes.ts'
import { outlinesOf, overlapOf } from '../../src/consolidation/objects/outlines.ts'

/**
 * The usual rule: boxes of different people that overlap by so much are one, begun with the earliest; it counts where so many have it,
 * with the mean of their edges.
 */
const overlap = (a: Box, b: Box) =>
  overlapOf(outlinesOf(boxGeometry, [a, b]).edges, 0, outlinesOf(boxGeometry, [b]).edges, 0)

export function quorum(answers: Box[][], votes: number, iou: number): Box[] {
  const groups: { boxes: Box[]; people: Set<number> }[] = []
  for (const [person, boxes] of answers.entries())
    for (const box of boxes) {
      const group = groups.find(({ boxes: [first], people }) => !people.has(person) && overlap(first!, box) >= iou)
      if (group) {
        group.boxes.push(box)
        group.people.add(person)
      } else groups.push({ boxes: [box], people: new Set([person]) })
    }
  return groups.flatMap(({ boxes }) => (boxes.length < votes ? [] : [meanOf(boxes)]))
}

function meanOf(boxes: Box[]): Box {
  const mean = (of: (box: Box) => number) => boxes.reduce((sum, box) => sum + of(box), 0) / boxes.length
  return { x: mean((b) => b.x), y: mean((b) => b.y), width: mean((b) => b.width), height: mean((b) => b.height) }
}
