import type { Fault, FieldOf, Kind, Size } from './kind.ts'
import { labelsIn, listFault, numberFault, objectFault, objectsMeant, readObjects, toHundredths } from './objects.ts'
import type { Box } from './schema/boxes.ts'
import { subjectOf } from './subject.ts'

type Boxes = FieldOf<'boxes'>

const keys = ['x', 'y', 'width', 'height'] as const

/** Rectangles in a picture, each with a label where the form has options. None at all is an answer: there is nothing. */
export const boxes: Kind<Boxes> = {
  joinings: [],
  saysNothing: true,
  placesIn: 'pixels',
  meant: (field, value) => objectsMeant(field, value, placed),
  check(field, value, { item }) {
    const fault = listFault(field, value, 'box', 'boxes')
    if (fault) return fault
    const list = value as Record<string, unknown>[]
    const picture = subjectOf(field.of, item, 'original')
    if (picture === null && list.length > 0)
      return { code: 'no_picture', detail: 'has no picture here: only an empty list can be said, or nothing.' }
    for (const [at, box] of list.entries()) {
      const wrong =
        objectFault(field, box, keys) ?? numberFault(box, keys) ?? placeFault(field, box as Box, picture?.original)
      if (wrong) return { ...wrong, at: `/${at}${wrong.at ?? ''}` }
    }
    return null
  },
  names: labelsIn,
  readCell: (_, cell) => readObjects(cell, '[{"x": 10, "y": 20, "width": 30, "height": 40}]'),
  example({ options, min_count = 1, min_size = 1 }) {
    const side = Math.max(10, Math.ceil(min_size))
    const box = { ...(options && { label: options[0]!.value }), x: 0, y: 0, width: side, height: side }
    return Array.from({ length: Math.max(1, min_count) }, () => ({ ...box }))
  },
}

/** Edges are rounded, not sizes: what lies at the edge of the picture stays in it. */
function placed(box: Record<string, unknown>): Record<string, unknown> {
  if (keys.some((key) => typeof box[key] !== 'number')) return box
  const { x, y, width, height } = box as Box
  const [left, top] = [toHundredths(x), toHundredths(y)]
  return {
    ...box,
    ...{ x: left, y: top },
    width: toHundredths(toHundredths(x + width) - left),
    height: toHundredths(toHundredths(y + height) - top),
  }
}

function placeFault({ min_size = 0.01 }: Boxes, { x, y, width, height }: Box, picture: Size | undefined): Fault | null {
  for (const [at, size] of [['/width', width] as const, ['/height', height] as const])
    if (size < min_size) return { code: 'too_small', detail: `must be at least ${min_size} pixels.`, at }
  if (x < 0 || y < 0) return outside(x < 0 ? '/x' : '/y', 'must not be negative.')
  if (!picture)
    return x + width > maxSide || y + height > maxSide
      ? outside(x + width > maxSide ? '/width' : '/height', 'is more than any picture has.')
      : null
  if (toHundredths(x + width) > picture.width)
    return outside('/width', `goes beyond the picture, which is ${picture.width} pixels wide.`)
  if (toHundredths(y + height) > picture.height)
    return outside('/height', `goes beyond the picture, which is ${picture.height} pixels high.`)
  return null
}

// Where the picture is not known: no number may be so large that it loses its digits.
const maxSide = 1_000_000

function outside(at: string, detail: string): Fault {
  return { code: 'outside', detail, at }
}
