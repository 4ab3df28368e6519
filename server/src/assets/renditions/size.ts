const longSide = 2048
/** A long picture (a screenshot of a whole page, a panorama) keeps so much of its short side, so that it can be read. */
const shortSide = 1080
const longFrom = 3
const maxPixels = 16_500_000

/**
 * The box that the worker's copy must fit into: 2048 pixels a side; for a picture that is more than three times as long as
 * wide, as long as it must be for 1080 pixels across, and 16.5 million in all (more than that, phones show blurred).
 */
export function sizeFor({ width, height }: { width: number; height: number }): { width: number; height: number } {
  const long = Math.max(width, height)
  const short = Math.min(width, height)
  if (long <= longFrom * short) return { width: longSide, height: longSide }
  const scale = Math.min(1, shortSide / short, Math.sqrt(maxPixels / (width * height)))
  const side = Math.max(longSide, Math.floor(long * scale))
  return { width: side, height: side }
}
