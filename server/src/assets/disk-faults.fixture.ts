import fs from 'node:fs/promises'
import { relative } from 'node:path'
import { vi } from 'vitest'

/**
 * Watches what the code does to the disk below `root`, in order, and makes one step fail. The rest reaches the real
 * disk. `failAt` counts from 0; a failing step has no effect, as far as its caller can know.
 */
export function watchDisk(root: string, failAt = Number.POSITIVE_INFINITY, code = 'EIO') {
  const steps: string[] = []
  let failed = false

  function step(what: string, ...paths: string[]) {
    steps.push([what, ...paths.map((path) => relative(root, path))].join(' '))
    if (steps.length - 1 !== failAt) return
    failed = true
    throw Object.assign(new Error(`${code}: made to fail`), { code })
  }

  const { open, rename, mkdir, stat } = fs
  const spies = [
    vi.spyOn(fs, 'open').mockImplementation(async (path, ...rest) => {
      step('open', String(path))
      const file = await open(path, ...rest)
      const { sync, writeFile } = file
      file.writeFile = async (...data) => {
        step('write', String(path))
        return writeFile.apply(file, data)
      }
      file.sync = async () => {
        step('fsync', String(path))
        return sync.call(file)
      }
      return file
    }),
    vi.spyOn(fs, 'rename').mockImplementation(async (from, to) => {
      step('rename', String(from), String(to))
      return rename(from, to)
    }),
    vi.spyOn(fs, 'mkdir').mockImplementation(async (path, options) => {
      step('mkdir', String(path))
      return mkdir(path, options)
    }),
    vi.spyOn(fs, 'stat').mockImplementation(async (path) => {
      step('stat', String(path))
      return stat(path)
    }),
  ]
  return {
    steps,
    hasFailed: () => failed,
    stop() {
      for (const spy of spies) spy.mockRestore()
    },
  }
}
