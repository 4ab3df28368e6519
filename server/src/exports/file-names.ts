import { hash } from 'node:crypto'

// What no file system of the three that people have takes in a name, what a shell or a list of files would trip over.
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const unusable = /[\u0000-\u001f\u007f-\u009f\u2028\u2029<>:"|?*\\/]+/g
const ofDevices = /^(con|prn|aux|nul|com\d|lpt\d)(?=\.|$)/i
const maxBytes = 120

/** A name that any system takes for a file: letters of all languages, blanks, `#` and emoji stay; folders become `_`. */
export function safeName(name: string): string {
  const clean = name
    .toWellFormed()
    .normalize('NFC')
    .replace(unusable, '_')
    .replace(/^[.\s_]+|[.\s]+$/g, '')
    .replace(ofDevices, '_$&')
  return cut(clean) || '_'
}

/** By whole characters as people see them, so that no emoji is cut in half. */
function cut(name: string): string {
  if (Buffer.byteLength(name) <= maxBytes) return name
  let kept = ''
  for (const { segment } of new Intl.Segmenter().segment(name)) {
    if (Buffer.byteLength(kept + segment) > maxBytes) break
    kept += segment
  }
  return kept.trimEnd()
}

/**
 * Names that are given once each. Case and ending play no part: on many disks `A.jpg` is `a.jpg`, and the notes of `a.jpg` and
 * `a.png` would both be `a.txt`. The same names in the same order are given the same way again.
 */
export class NameGiver {
  // Two names that share a number only mean that one of them gets a suffix it did not need.
  private readonly taken = new Set<number>()

  /** @param id whose name it is: the suffix of a name that is taken is made of it */
  give(name: string, id: string): string {
    if (this.take(name)) return name
    for (let n = 0; ; n++) {
      const other = `${name}-${hash('sha256', n === 0 ? id : `${id} ${n}`).slice(0, 8)}`
      if (this.take(other)) return other
    }
  }

  private take(name: string): boolean {
    const number = Number.parseInt(hash('sha1', name.toLowerCase()).slice(0, 12), 16)
    if (this.taken.has(number)) return false
    this.taken.add(number)
    return true
  }
}
