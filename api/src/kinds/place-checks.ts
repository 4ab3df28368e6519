import type { Fault, PlaceChecks, Size } from './kind.ts'
import { toHundredths } from './objects.ts'
import { outlineFault } from './outline.ts'
import { outsideOf } from './outside.ts'
import type { Box } from './schema/boxes.ts'
import type { Point } from './schema/points.ts'
import { spanFault } from './span-fault.ts'

/** What can be wrong with a place in what is asked about. Few pages need it, so that it is handed to the check. */
export const placeChecks: PlaceChecks = {
  boxes: (box, subject, field) =>
    numberFault(box, ['x', 'y', 'width', 'height']) ?? boxFault(field, box as Box, subject?.original),
  points(point, subject) {
    const picture = subject?.original
    const wrong = numberFault(point, ['x', 'y'])
    if (wrong) return wrong
    const { x, y } = point as Point
    return outsideOf(x, picture?.width, '/x') ?? outsideOf(y, picture?.height, '/y')
  },
  polygons: ({ points }, subject) => outlineFault(points, subject?.original),
  spans: (span, subject) => spanFault(span, subject?.text),
}

/** The first of these that is no number that can be kept. */
function numberFault(object: Record<string, unknown>, keys: readonly string[]): Fault | null {
  const wrong = keys.find((key) => typeof object[key] !== 'number' || !Number.isFinite(object[key]))
  return wrong === undefined ? null : { code: 'wrong_type', detail: 'must be a number.', at: `/${wrong}` }
}

function boxFault(
  { min_size = 0.01 }: { min_size?: number },
  { x, y, width, height }: Box,
  picture: Size | undefined,
): Fault | null {
  const small = width < min_size ? '/width' : height < min_size ? '/height' : null
  if (small !== null) return { code: 'too_small', detail: `must be at least ${min_size} pixels.`, at: small }
  return (
    outsideOf(x, undefined, '/x') ??
    outsideOf(y, undefined, '/y') ??
    outsideOf(toHundredths(x + width), picture?.width, '/width') ??
    outsideOf(toHundredths(y + height), picture?.height, '/height')
  )
}
