/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { listedBox } from './boxes-list.tsx'
import type { WorkerKind } from './kind.ts'
import { ObjectList } from './object-list.tsx'
import { objectsKind } from './objects.ts'

const common = objectsKind('boxCount')

/** Boxes in a picture: drawn over it, and beside it a list. */
export const boxes: WorkerKind<FieldOf<'boxes'>> = {
  ...common,
  faults: { ...common.faults, too_small: (t, { min_size = 0.01 }) => t('boxTooSmall', { min: min_size }) },
  Control: (props) => <ObjectList props={props} listed={listedBox} />,
}
