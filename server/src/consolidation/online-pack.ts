import { emptyModel, type OnlineModel, redrawAll } from './online.ts'
import { defaultRho } from './publish.ts'

/**
 * An online model as bytes, for a column or another server: 4 bytes per worker and class squared, and 16 per worker. The
 * tables are drawn again from the counts, so they are not stored.
 *
 *   u32 version | u32 classes | u32 room | u32 weights | f32 counts, class counts, compared, matched, gold answers, weights, rho
 *
 * Version 1 had no rho.
 */
const packedVersion = 2
const header = 4

export function packModel(model: OnlineModel): Uint8Array {
  const parts = [
    model.counts,
    model.classCounts,
    model.compared,
    model.matched,
    model.goldAnswers,
    model.weights,
    [model.rho],
  ]
  const length = parts.reduce((sum, part) => sum + part.length, header)
  const words = new Uint32Array(length)
  words.set([packedVersion, model.classes, model.room, model.weights.length])
  const numbers = new Float32Array(words.buffer)
  let at = header
  for (const part of parts) {
    numbers.set(part, at)
    at += part.length
  }
  return new Uint8Array(words.buffer)
}

/** @returns null for bytes that are not a whole model of this version: make one with `continueFrom` instead. */
export function unpackModel(bytes: Uint8Array): OnlineModel | null {
  if (bytes.length % 4 !== 0 || bytes.length < header * 4) return null
  // A copy of its own: `slice` of a Buffer, as a database driver gives it, is a view into a larger one.
  const { buffer } = Uint8Array.from(bytes)
  const [version, classes, room, weights] = new Uint32Array(buffer, 0, header) as unknown as [
    number,
    number,
    number,
    number,
  ]
  if ((version !== packedVersion && version !== 1) || classes < 2 || room < 1 || weights < 1) return null
  const cells = classes * classes
  if (bytes.length / 4 !== header + room * cells + classes + 3 * room + weights + (version - 1)) return null
  const numbers = new Float32Array(buffer)
  let at = header
  const next = (length: number) => {
    at += length
    return Float64Array.from(numbers.subarray(at - length, at))
  }
  const model = emptyModel(classes, room)
  model.counts = next(room * cells)
  model.classCounts = next(classes)
  model.compared = next(room)
  model.matched = next(room)
  model.goldAnswers = next(room)
  model.weights = next(weights)
  model.rho = version === 1 ? defaultRho : next(1)[0]!
  redrawAll(model)
  return model
}
