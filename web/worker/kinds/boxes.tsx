/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { part } from '../part.ts'
import { boxesOf } from './box-values.ts'
import type { WorkerKind } from './kind.ts'
import { laterControl } from './later-control.tsx'
import { optionText } from './options.tsx'
import { plain } from './plain.ts'

type Field = FieldOf<'boxes'>

/** Boxes in a picture: drawn over it, and beside it a list. That there is nothing is an answer, too, with a key of its own. */
export const boxes: WorkerKind<Field> = {
  ...plain,
  choices: {
    count: ({ min_count = 0 }) => (min_count > 0 ? 0 : 1),
    taken: (field, before) => (!field.required && boxesOf(before)?.length === 0 ? '' : []),
    after: 'goes_on',
  },
  faults: {
    too_few: (t, { min_count = 1 }) => t('atLeast', { min: min_count }),
    too_many: (t, { max_count = 1000 }) => t('atMost', { max: max_count }),
    too_small: (t, { min_size = 0.01 }) => t('boxTooSmall', { min: min_size }),
    outside: (t) => t('outside'),
    needs_label: (t) => t('boxNeedsLabel'),
    wrong_type: (t) => t('needsNumber'),
  },
  words(field, value, language, t) {
    const list = boxesOf(value) ?? []
    if (list.length === 0) return t('nothingHere')
    const count = t('boxCount', { count: list.length })
    const labels = list.flatMap(({ label }) => (label === undefined ? [] : [labelText(field, label)]))
    return labels.length === 0 ? count : `${count}: ${new Intl.ListFormat(language, { type: 'unit' }).format(labels)}`
  },
  drawn: {
    of: ({ of }) => of,
    drawing: ({ options = [], min_size = 0.01, min_count = 0, max_count = 1000 }) => ({
      kind: 'boxes',
      options,
      minSize: min_size,
      maxCount: max_count,
      maySayNothing: min_count === 0,
    }),
  },
  Control: laterControl(part(() => import('./boxes-list.tsx'))),
}

function labelText({ options }: Field, label: string): string {
  const option = options?.find(({ value }) => value === label)
  return option ? optionText(option) : label
}
