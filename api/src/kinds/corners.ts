export const maxCorners = 1000

export function isCorner(corner: unknown): corner is [number, number] {
  return Array.isArray(corner) && corner.length === 2 && corner.every((one) => typeof one === 'number')
}
