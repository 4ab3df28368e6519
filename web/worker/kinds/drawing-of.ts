import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import type { Drawing } from '../canvas/overlay.ts'

/** Fields that are answered by a list of objects in a picture. */
export type ObjectsField = FieldOf<'boxes' | 'points' | 'polygons'>

/** What the canvas is told of a field. */
export function drawingOf(field: ObjectsField): Drawing {
  return {
    kind: field.type,
    options: field.options ?? [],
    minSize: 'min_size' in field && field.min_size !== undefined ? field.min_size : 0.01,
    maxCount: field.max_count ?? 1000,
    maySayNothing: (field.min_count ?? 0) === 0,
    saysMore: field.attributes !== undefined,
  }
}
