const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' })

/** A text counted in Unicode code points, and where a person sees one character end and another begin. */
export type CountedText = {
  /** In code points. */
  length: number
  slice(start: number, end: number): string
  /** Whether no character that a person sees lies around this place. */
  isBorder(at: number): boolean
}

export function countedText(text: string): CountedText {
  const units: number[] = []
  for (let unit = 0; unit < text.length; unit += text.codePointAt(unit)! > 0xffff ? 2 : 1) units.push(unit)
  const length = units.length
  units.push(text.length)
  const segments = graphemes.segment(text)
  return {
    length,
    slice: (start, end) => text.slice(units[start], units[end]),
    isBorder: (at) => at === length || segments.containing(units[at]!)?.index === units[at],
  }
}
