import type { Translate } from '../language/translate.ts'
import type { DrawnField } from './overlay.ts'
import { edgesAround } from './screen.ts'
import type { Shape } from './shape.ts'
import type { Board, Sketch } from './sketch.ts'

/** Why the last stroke left nothing. */
export function noticeWords(sketch: Sketch<Shape>, { limits, maxCount }: Board<Shape>, t: Translate): string {
  if (sketch.notice === 'too_many') return t('atMost', { max: maxCount })
  if (sketch.notice === 'crossing') return t('notAccepted')
  return sketch.notice === 'too_small' ? t('boxTooSmall', { min: Math.max(1, limits.minSize) }) : ''
}

/** What stands beside a shape: what it is, and how sure that is where it is in doubt. */
export function nameOf(shape: Shape, { options, review, language }: DrawnField): string {
  const name = options.find(({ value }) => value === shape.label)?.label || shape.label
  const doubt = review?.doubts.get(shape)
  const share = new Intl.NumberFormat(language, { style: 'percent' })
  return [name, doubt && share.format(doubt.sure)].filter(Boolean).join(' ')
}

/** What is selected, for those who do not see it: which one, what, and where it lies in the picture. */
export function selectionWords(sketch: Sketch<Shape>, { kind }: Board<Shape>, field: DrawnField): string {
  const [index] = sketch.selected
  const shape = sketch.selected.length === 1 ? sketch.shapes?.[index!] : undefined
  if (!shape) return ''
  const { left, top, right, bottom } = edgesAround(kind.outline(shape))
  const [x, y, width, height] = [left, top, right - left, bottom - top].map((value) => Math.round(value))
  const where = width || height ? `x ${x}, y ${y}, ${width} × ${height}` : `x ${x}, y ${y}`
  return [field.t('boxNumber', { number: index! + 1 }), nameOf(shape, field), where].filter(Boolean).join(', ')
}
