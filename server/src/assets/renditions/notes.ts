import sharp from 'sharp'

/** What a person should know of the copy that workers see: `stretched` was done to it, the others are what it looks like. */
export type RenditionNote = 'stretched' | 'blank' | 'very_dark'

/** So dark that on most screens nothing can be told apart. */
const dark = 24
const glanceSide = 64

/** Bytes a pixel. Copies of photos take 0.2 to 0.4; one colour or darkness takes a few hundredths. */
const plain = 0.1

/** Looks at a thumbnail, where the size of the encoded copy leaves a doubt: a picture of one colour throughout, or one that is black to the eye. */
export async function seenIn(made: { bytes: Buffer; width: number; height: number }): Promise<RenditionNote[]> {
  if (made.bytes.length > plain * made.width * made.height + 2000) return []
  const { data, info } = await sharp(made.bytes)
    .resize({ width: glanceSide, height: glanceSide, fit: 'inside', withoutEnlargement: true, kernel: 'nearest' })
    .raw()
    .toBuffer({ resolveWithObject: true })
  const { channels } = info
  const colours = channels === 2 || channels === 4 ? channels - 1 : channels
  let isBlank = true
  let isEmpty = colours < channels
  let brightest = 0
  for (let at = 0; at < data.length; at += channels) {
    for (let c = 0; c < channels; c++) if (data[at + c] !== data[c]) isBlank = false
    for (let c = 0; c < colours; c++) brightest = Math.max(brightest, data[at + c]!)
    if (colours < channels && data[at + colours] !== 0) isEmpty = false
  }
  if (isBlank || isEmpty) return ['blank']
  return brightest < dark && colours === channels ? ['very_dark'] : []
}
