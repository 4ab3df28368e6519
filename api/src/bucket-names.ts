import { hasTakenEnding } from './formats.ts'

/** The most characters of a pattern. */
export const maxPatternCharacters = 200

/**
 * What a pattern of names means, as a regular expression for a whole name: `*` is any run of characters within a folder, `**` also across
 * folders, `?` one character. Without a `/` it speaks of the last part of a name alone.
 */
export function patternOf(pattern: string): string {
  const body = pattern
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => meanings[part] ?? part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('')
  return pattern.includes('/') ? `^(?s:${body})$` : `^(?s:(?:.*/)?${body})$`
}

const meanings: Record<string, string> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' }

/** Whether an object is looked at where no pattern is said: what is called a picture, and nothing hidden. */
export function isCalledPicture(key: string): boolean {
  return hasTakenEnding(key) && !key.split('/').some((part) => /^\.(?!\.?$)/.test(part))
}
