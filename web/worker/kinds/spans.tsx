/** @jsxImportSource preact */

import type { FieldOf } from '@whisker/api/kinds/kind.ts'
import { subjectOf } from '@whisker/api/kinds/subject.ts'
import type { Language } from '../language/languages.ts'
import type { WorkerKind } from './kind.ts'
import { optionText } from './options.tsx'
import { plain } from './plain.ts'
import { SpansControl } from './span-control.tsx'
import { spansOf } from './span-text.ts'
import { spanWords } from './span-words.ts'

/** Of a long part, as much is shown outside of the form. */
const wordsLength = 60

/** Parts of a text. */
export const spans: WorkerKind<FieldOf<'spans'>> = {
  ...plain,
  Control: SpansControl,
  shows: ({ of }, item) => subjectOf(of, item, 'text'),
  faults: {
    too_few: (t, { min_count = 1 }) => t('atLeast', { min: min_count }),
    too_many: (t, { max_count = 1000 }) => t('atMost', { max: max_count }),
    needs_label: (t) => t('objectNeedsLabel'),
    overlaps: (_t, _field, language) => spanWords[language as Language].over,
  },
  words({ options }, value, language, t) {
    const list = spansOf(value) ?? []
    if (list.length === 0) return t('nothingHere')
    const said = list.map(({ label, text }) => {
      const option = options.find((one) => one.value === label)
      const points = [...text]
      const short = points.length > wordsLength ? `${points.slice(0, wordsLength).join('')}…` : text
      return `${short} (${option ? optionText(option) : label})`
    })
    return new Intl.ListFormat(language, { type: 'unit' }).format(said)
  },
}
