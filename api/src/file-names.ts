import { codePointLength } from './text.ts'

/** The most characters of a task's name. */
export const maxNameCharacters = 1000

/**
 * What a task is called after the path of its file, from every door. A longer path loses its beginning, since its end tells
 * files apart; whoever sends it is told.
 */
export function nameOfPath(path: string): { name: string; isShortened: boolean } {
  if (codePointLength(path) <= maxNameCharacters) return { name: path, isShortened: false }
  const characters = [...path]
  return { name: `…${characters.slice(1 - maxNameCharacters).join('')}`, isShortened: true }
}
