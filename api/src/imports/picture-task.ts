import type { ImportedInput, ImportedTask, Size } from './imported.ts'

/** The one input field of files that are about a picture each. */
export const pictureInputs: ImportedInput[] = [{ name: 'picture', type: 'image' }]

export function pictureTask(row: number, path: string): ImportedTask {
  return { row, name: path, item: { picture: path }, size: null, answer: null, fault: null }
}

export function sizeOf(width: unknown, height: unknown): Size | null {
  const isLength = (value: unknown): value is number => typeof value === 'number' && value > 0 && Number.isFinite(value)
  return isLength(width) && isLength(height) ? { width, height } : null
}

/** Numbers x, y, x, y as corners; null when they are none. */
export function cornersOf(numbers: readonly number[]): [number, number][] | null {
  if (numbers.length % 2 !== 0 || !numbers.every(Number.isFinite)) return null
  return Array.from({ length: numbers.length / 2 }, (_, n) => [numbers[2 * n]!, numbers[2 * n + 1]!])
}
