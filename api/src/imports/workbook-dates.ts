import type { XmlElement } from './xml.ts'

/** Formats that every program knows by their numbers and that show dates or times (ECMA-376, 18.8.30). */
const known = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const
const dayMs = 86_400_000

/** Which styles of cells show their number as a date, by the number of the style. */
export function dateStyles(styles: XmlElement): boolean[] {
  const own = new Map(
    children(children(styles, 'numFmts')[0], 'numFmt').map(({ attributes }) => [
      Number(attributes.get('numFmtId')),
      attributes.get('formatCode') ?? '',
    ]),
  )
  return children(children(styles, 'cellXfs')[0], 'xf').map(({ attributes }) => {
    const format = Number(attributes.get('numFmtId') ?? 0)
    const code = own.get(format)
    return code === undefined ? known.some(([from, to]) => from <= format && format <= to) : showsDate(code)
  })
}

/** Days and hours are letters outside of quotes, brackets and escapes: `yyyy-mm-dd`, not `0.00 "days"` nor `[Red]0`. */
function showsDate(code: string): boolean {
  return /[ymdhs]/i.test(code.replace(/"[^"]*"|\[[^\]]*\]|\\.|_./g, ''))
}

/**
 * A number of days as ISO 8601 writes it; midnight is a date alone. Days are counted from the end of 1899; that workbooks believe in a
 * 29 February 1900 only shows before March of that year. `from1904`: as old programs of the Macintosh counted.
 */
export function dateCell(days: number, from1904: boolean): string {
  const first = from1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, days < 60 ? 31 : 30)
  const at = new Date(first + Math.round((days * dayMs) / 1000) * 1000)
  if (Number.isNaN(at.getTime())) return String(days)
  const text = at.toISOString().slice(0, 19)
  return text.endsWith('T00:00:00') ? text.slice(0, 10) : text
}

function children(element: XmlElement | undefined, name: string): XmlElement[] {
  return (element?.children ?? []).filter((one) => one.name.replace(/^.*:/, '') === name)
}
