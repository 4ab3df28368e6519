/** Brightness of 16-bit pixels, from the darkest to the brightest. */
type Range = { low: number; high: number }

/**
 * Less than this of the 65,536 steps in use: it is what a sensor or a scanner of 8 to 14 bits measured, and 8 bits of the
 * whole scale would show it as black.
 */
const narrow = 16_384

/** The range of a picture that has to be stretched to be seen; null when it can be shown as it is, or is all of one colour. */
export function deepRange(data: Buffer, channels: number, hasAlpha: boolean): Range | null {
  const pixels = deepPixels(data)
  const colours = hasAlpha ? channels - 1 : channels
  let low = 65_535
  let high = 0
  for (let at = 0; at < pixels.length; at += channels) {
    for (let c = 0; c < colours; c++) {
      const value = pixels[at + c]!
      if (value < low) low = value
      if (value > high) high = value
    }
  }
  return high > low && high - low < narrow ? { low, high } : null
}

/** 8-bit pixels, the darkest 0 and the brightest 255; all colours by the same measure, transparency as it is. */
export function stretched(data: Buffer, channels: number, hasAlpha: boolean, { low, high }: Range): Buffer {
  const pixels = deepPixels(data)
  const out = Buffer.alloc(pixels.length)
  const factor = 255 / (high - low)
  for (let at = 0; at < pixels.length; at++) {
    const isAlpha = hasAlpha && at % channels === channels - 1
    out[at] = isAlpha ? pixels[at]! >> 8 : Math.round((pixels[at]! - low) * factor)
  }
  return out
}

function deepPixels(data: Buffer): Uint16Array {
  return new Uint16Array(data.buffer, data.byteOffset, data.length / 2)
}
