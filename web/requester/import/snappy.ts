import { snappyUncompress } from 'hyparquet'

export { snappyUncompress }

/**
 * In place of the package `hysnappy` (vite.config.ts), which is WebAssembly: the policy of the pages lets no code be made. The same
 * in JavaScript.
 */
export function snappyUncompressor(): (packed: Uint8Array, length: number) => Uint8Array {
  return (packed, length) => {
    const unpacked = new Uint8Array(length)
    snappyUncompress(packed, unpacked)
    return unpacked
  }
}
