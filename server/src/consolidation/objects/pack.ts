import { columns, emptyCrowd, hardnesses, type ObjectsCrowd, sums } from './crowd.ts'

const packedVersion = 3
const header = 2 + sums.length + hardnesses.length

/** As bytes, for a column or another server: 36 bytes a worker, and 40 besides. */
export function packCrowd(crowd: ObjectsCrowd): Uint8Array {
  const numbers = new Float32Array(header + columns.length * crowd.room)
  numbers.set([packedVersion, crowd.room, ...sums.map((name) => crowd[name]), ...crowd.fits])
  for (const [c, name] of columns.entries()) numbers.set(crowd[name], header + c * crowd.room)
  return new Uint8Array(numbers.buffer)
}

/** @returns null for bytes that are not a whole crowd of this version. */
export function unpackCrowd(bytes: Uint8Array): ObjectsCrowd | null {
  if (bytes.length % 4 !== 0 || bytes.length < header * 4) return null
  // A copy of its own: see unpackModel.
  const numbers = new Float32Array(Uint8Array.from(bytes).buffer)
  const [version, room] = numbers as unknown as [number, number]
  if (version !== packedVersion || numbers.length !== header + columns.length * room) return null
  const crowd = emptyCrowd(room)
  for (const [s, name] of sums.entries()) crowd[name] = numbers[2 + s]!
  crowd.fits.set(numbers.subarray(2 + sums.length, header))
  for (const [c, name] of columns.entries())
    crowd[name].set(numbers.subarray(header + c * room, header + (c + 1) * room))
  return crowd
}
