import { z } from 'zod'
import { Box, BoxesOutput } from './boxes.ts'
import { Point, PointsOutput } from './points.ts'
import { Polygon, PolygonsOutput } from './polygons.ts'
import { RankOutput, RankValue } from './rank.ts'
import { Row, RowsOutput } from './rows.ts'
import { SmallField } from './small-field.ts'
import { Span, SpansOutput } from './spans.ts'

/** One value that the worker fills in for each item. Whoever adds a kind adds its shape here, and what is known of it in `../kinds.ts`. */
export const OutputField = z
  .discriminatedUnion('type', [
    ...SmallField.options,
    BoxesOutput,
    PointsOutput,
    PolygonsOutput,
    RankOutput,
    RowsOutput,
    SpansOutput,
  ])
  .meta({ id: 'OutputField' })
export type OutputField = z.infer<typeof OutputField>

/** What a person says about one thing among several, where an answer is a list of such. Whoever adds a kind of object adds it here. */
export const FieldObject = z.union([Box, Point, Polygon, Span])
export type FieldObject = z.infer<typeof FieldObject>

/**
 * What one output field holds: text, a number, the chosen values of a checkbox field, rows, objects (boxes, points, outlines, spans), or an
 * order. The first that fits is taken: as a row nothing gets lost, while a row with numbers `x` and `y` would be read as a point and lose
 * all else.
 */
export const FieldValue = z.union([
  z.string(),
  z.number(),
  z.array(z.string()),
  z.array(Row),
  z.array(FieldObject),
  RankValue,
])
export type FieldValue = z.infer<typeof FieldValue>
