import type { Source } from './sources.ts'

/** Six lines that say the same are a thing that has two owners. */
const minLines = 6

export type Duplicate = { lines: number; places: [string, string] }

/**
 * Runs of at least six equal lines in two places. Blank lines, imports and lines of brackets alone say nothing and are passed over;
 * a run that goes on is one.
 */
export function findDuplicates(sources: Source[]): Duplicate[] {
  const said = sources.map(({ path, text }) => ({ path, lines: linesThatSay(text) }))
  const first = new Map<string, { file: number; at: number }>()
  const duplicates: Duplicate[] = []
  said.forEach(({ lines }, file) => {
    for (let at = 0; at + minLines <= lines.length; ) {
      const key = keyOf(lines, at)
      const earlier = first.get(key)
      if (!earlier || (earlier.file === file && earlier.at + minLines > at)) {
        if (!earlier) first.set(key, { file, at })
        at++
        continue
      }
      const other = said[earlier.file]!
      let length = minLines
      while (lines[at + length] && lines[at + length]!.text === other.lines[earlier.at + length]?.text) length++
      duplicates.push({
        lines: length,
        places: [`${other.path}:${other.lines[earlier.at]!.number}`, `${said[file]!.path}:${lines[at]!.number}`],
      })
      at += length
    }
  })
  return duplicates
}

type Line = { text: string; number: number }

function linesThatSay(text: string): Line[] {
  return text
    .split('\n')
    .map((line, index) => ({ text: line.trim(), number: index + 1 }))
    .filter(({ text }) => /\w/.test(text) && !/^(import\b|\/\/|\*|\/\*)/.test(text))
}

function keyOf(lines: Line[], at: number): string {
  return lines
    .slice(at, at + minLines)
    .map(({ text }) => text)
    .join('\n')
}
