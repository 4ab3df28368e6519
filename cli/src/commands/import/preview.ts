import type { Read } from '@whisker/api/imports/readers.ts'
import type { Found } from './find-pictures.ts'
import type { LabelUse } from './label-use.ts'
import type { Labels } from './send-rows.ts'

const becomes: Record<LabelUse, (source: string) => string> = {
  gold: () => ', which becomes a known answer',
  answers: (source) => `, which becomes an answer of "${source}"`,
  review: (source) => `, which becomes an answer of "${source}" that a reviewer checks`,
  nothing: () => ', which is left out (--as)',
}

/** What would come in: counts, form, and the first rows. */
export function preview(
  { title, inputs, fields, tasks }: Read,
  good: readonly Found[],
  { as, source }: Labels,
): string {
  const labeled = good.filter(({ task }) => task.answer !== null).length
  const sent = inputs.map(({ name, type }) => `  ${name}: ${type}, sent\n`)
  const asked = fields.map(({ type, name, options = [] }) => {
    const names = options.slice(0, 10).map(({ value }) => value)
    return `  ${name}: ${type}${names.length > 0 ? ` (${names.join(', ')}${options.length > 10 ? ', …' : ''})` : ''}\n`
  })
  const rows = good.slice(0, 5).map(({ task }) => {
    const asked = Object.values(task.item).map((value) => short(value))
    return `  ${asked.join(' | ')} ${short(JSON.stringify(task.answer))}\n`
  })
  return `${title}: ${tasks.length} rows, ${good.length} can be taken, ${labeled} with an earlier label${becomes[as](source)}.\nForm:\n${[...sent, ...asked].join('')}First rows:\n${rows.join('')}`
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 120 ? `${line.slice(0, 119)}…` : line
}
