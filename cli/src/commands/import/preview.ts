import type { Found } from '@whisker/api/imports/find-pictures.ts'
import type { LabelUse } from '@whisker/api/imports/label-use.ts'
import type { Read } from '@whisker/api/imports/readers.ts'
import type { Labels } from '@whisker/api/imports/sending.ts'
import { tally } from '@whisker/api/imports/tally.ts'

const becomes: Record<LabelUse, (source: string) => string> = {
  gold: () => ', which becomes a known answer',
  answers: (source) => `, which becomes an answer of "${source}"`,
  review: (source) => `, which becomes an answer of "${source}" that a reviewer checks`,
  nothing: () => ', which is left out (--as)',
}

/** What would come in: counts, form with how often each class was said, and the first rows. */
export function preview({ title, inputs, fields }: Read, found: readonly Found[], { as, source }: Labels): string {
  const { rows, good, labeled, blank, fields: counted } = tally(fields, found)
  const sent = inputs.map(({ name, type }) => `  ${name}: ${type}, sent\n`)
  const asked = counted.map(({ type, name, classes }) => {
    const names = classes.slice(0, 10).map(({ label, count }) => `${label} ${count}`)
    return `  ${name}: ${type}${names.length > 0 ? ` (${names.join(', ')}${classes.length > 10 ? ', …' : ''})` : ''}\n`
  })
  const first = found
    .filter(({ fault }) => fault === null)
    .slice(0, 5)
    .map(({ task }) => {
      const asked = Object.values(task.item).map((value) => short(value))
      return `  ${asked.join(' | ')} ${short(JSON.stringify(task.answer))}\n`
    })
  const blanks = blank > 0 ? ` Nothing was found in ${blank} of them.` : ''
  return `${title}: ${rows} rows, ${good} can be taken, ${labeled} with an earlier label${becomes[as](source)}.${blanks}\nForm:\n${[...sent, ...asked].join('')}First rows:\n${first.join('')}`
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}
