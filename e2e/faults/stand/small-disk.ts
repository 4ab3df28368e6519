import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const sizeMb = 768

/** A disk in memory, on which the data directory lies: it can be filled without harm to anybody else. Needs root. */
export async function mountSmallDisk(folder: string): Promise<{ unmount: () => Promise<void> }> {
  await run('mount', ['-t', 'tmpfs', '-o', `size=${sizeMb}m,mode=755`, 'whisker-faults', folder])
  return {
    unmount: async () => {
      await run('umount', ['-l', folder])
    },
  }
}
